import type { Context, MiddlewareHandler } from 'hono';

/**
 * An answer is data for a program: no browser is to guess at its type, show it in a frame, run anything in it, or hand
 * it to another site. TLS, and with it Strict-Transport-Security, is the business of whoever ends it. A route may set
 * others: the documentation does.
 */
export const SECURE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

/** Set before the route runs, so that no answer is touched after it was made. */
export const secureHeaders: MiddlewareHandler = async function secureHeaders(c, next) {
  setSecureHeaders(c);
  return next();
};

export function setSecureHeaders(c: Context): void {
  for (const [name, value] of Object.entries(SECURE_HEADERS)) c.header(name, value);
}
