import type { Context, MiddlewareHandler } from 'hono';
import type { KeyRing } from '../../cache/key_ring.ts';
import { allows } from '../../domain/access.ts';
import type { Access, Need } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import { headerOf } from '../node_bindings.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Who is calling; set by the guard. */
    access: Access;
  }
}

/** What anybody may ask: it tells nothing of anybody. Every other path is closed, also one that is added. */
const OPEN: ReadonlySet<string> = new Set([
  '/livez',
  '/readyz',
  '/openapi.json',
  '/docs',
  '/docs/start.js',
  '/docs/swagger-ui-bundle.js',
  '/docs/swagger-ui.css',
]);

const LOCAL: Access = { keyId: 'local', botName: null, scopes: new Set(['admin']) };

/**
 * Lets a request through that may do what it asks for. It is used twice: on the paths of a bot, where the router has
 * the bot's name exactly as the route will see it, and on all paths.
 * @throws AppError `unauthorized` without a valid key, `forbidden` with one for something else
 */
export function guard(keys: KeyRing): MiddlewareHandler {
  return async function guardRequest(c, next) {
    if (c.get('access') === undefined && !OPEN.has(c.req.path)) {
      const found = authenticate(c, keys);
      const access = found instanceof Promise ? await found : found;
      authorize(c, access);
      c.set('access', access);
    }
    return next();
  };
}

/** Who is calling, or undefined for a stranger on an open path. */
export async function callerOf(c: Context, keys: KeyRing): Promise<Access | undefined> {
  try {
    return await authenticate(c, keys);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/**
 * Who is calling: at once as a rule, a promise where keys have to be read first.
 * @throws AppError `unauthorized`
 */
export function authenticate(c: Context, keys: KeyRing): Access | Promise<Access> {
  const header = headerOf(c, 'authorization');
  if (header === undefined && !keys.locked) {
    refuseForeignPages(c);
    return LOCAL;
  }
  const key = /^Bearer +(\S+)$/iu.exec(header ?? '')?.[1];
  if (key === undefined) throw new AppError('unauthorized', 'a key is needed: "Authorization: Bearer <key>"');
  const found = keys.find(key);
  return found instanceof Promise ? found.then(known) : known(found);
}

/** The same words for a key that never was and one that was revoked. */
function known(access: Access | undefined): Access {
  if (access === undefined) throw new AppError('unauthorized', 'this key opens nothing here');
  return access;
}

/** @throws AppError `forbidden` when the key is for something else than this path */
export function authorize(c: Context, access: Access): void {
  const need = needOf(c);
  if (allows(access, need)) return;
  const what = 'botName' in need && need.botName === access.botName ? `the scope "${need.scope}"` : 'another key';
  throw new AppError('forbidden', `${c.req.method} ${c.req.path} takes ${what}`);
}

/** Whatever is not about one bot, nor listed here, takes an admin. */
function needOf(c: Context): Need {
  const botName = c.req.param('bot');
  const scope = c.req.method === 'GET' || c.req.method === 'HEAD' ? 'read' : 'write';
  if (botName !== undefined) return { scope, botName };
  // Each line names its bot, and the route checks it.
  if (c.req.path === '/v1/events' && scope === 'write') return { scope, botName: null };
  return { scope: c.req.path === '/metrics' ? 'metrics' : 'admin' };
}

const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/iu;

/**
 * Without keys, being on this machine is all the proof there is, and every web page that its user looks at is on this
 * machine too. A page cannot hide what it is: its requests carry its origin, and one that made its own name point here
 * (DNS rebinding) carries that name.
 */
function refuseForeignPages(c: Context): void {
  const host = headerOf(c, 'host') ?? new URL(c.req.url).host;
  const origin = headerOf(c, 'origin');
  const isForeign = origin !== undefined && !(URL.canParse(origin) && LOOPBACK_NAME.test(new URL(origin).host));
  if (LOOPBACK_NAME.test(host) && !isForeign) return;
  throw new AppError('forbidden', `without COLDPATH_ADMIN_KEY only this machine may ask, not ${origin ?? host}`);
}
