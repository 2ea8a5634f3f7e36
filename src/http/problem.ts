import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import { AppError } from '../domain/errors.ts';
import type { ErrorCode, FieldIssue } from '../domain/errors.ts';

const STATUS = {
  invalid_input: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  too_slow: 408,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  too_many: 429,
  internal: 500,
  newer_database: 503,
  overloaded: 503,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

/** What a caller's library acts on. */
const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  unauthorized: { 'www-authenticate': 'Bearer realm="coldpath"' },
  // The rest of the body will not be read.
  too_slow: { connection: 'close' },
  too_many: { 'retry-after': '1' },
  overloaded: { 'retry-after': '1' },
  unavailable: { 'retry-after': '1' },
};

/** Most wrong fields that one answer names. */
const MAX_ISSUES = 100;

/** An error as RFC 9457 has it, with the wrong fields under `errors` and members of `extension` beside them. */
export function problem(
  c: Context,
  code: ErrorCode,
  detail: string,
  issues: readonly FieldIssue[] = [],
  extension: Readonly<Record<string, unknown>> = {},
): Response {
  const status = STATUS[code];
  const body = {
    type: 'about:blank',
    title: code.replaceAll('_', ' '),
    status,
    detail,
    request_id: c.get('requestId'),
    ...(issues.length > 0 && { errors: issues.slice(0, MAX_ISSUES) }),
    ...extension,
  };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json', ...HEADERS[code] });
}

/** What an error shows: its message where it is meant for the caller, nothing of its inside otherwise. */
export function onError(logger: Logger) {
  return (error: unknown, c: Context): Response => {
    if (error instanceof AppError && STATUS[error.code] < 500)
      return problem(c, error.code, error.message, error.issues);
    if (error instanceof AppError && STATUS[error.code] === 503) {
      if (error.code !== 'overloaded') logger.warn({ err: error, ...where(c) }, 'request refused');
      return problem(c, error.code, error.message);
    }
    if (error instanceof HTTPException)
      return problem(c, error.status === 413 ? 'too_large' : 'invalid_input', error.message);
    logger.error({ err: error, ...where(c) }, 'request failed');
    if (isUnavailable(error)) return problem(c, 'unavailable', 'the database cannot be reached, try again');
    return problem(c, 'internal', 'something went wrong here, it has been logged');
  };
}

function where(c: Context): { request_id: string; method: string; route: string } {
  return { request_id: c.get('requestId'), method: c.req.method, route: routePath(c, -1) };
}

/** Connection trouble (SQLSTATE class 08, 57P0x shutdowns, 53 out of resources, or a refused socket). */
function isUnavailable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  return (
    /^(08|53|57P0)|^E(CONN|PIPE|TIMEDOUT|HOSTUNREACH)/u.test(code) ||
    /timeout exceeded|Connection terminated|not queryable/u.test(message)
  );
}
