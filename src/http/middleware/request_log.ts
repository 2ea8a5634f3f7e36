import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';

/**
 * Writes a line for each request at the level `debug`, at `warn` for one that failed here: its id, its route as the
 * router has it, how it ended, how long it took, and the id of the key. Nothing else: a path names a user. What callers
 * do wrong is no warning, or strangers could fill the disk.
 */
export function logRequests(logger: Logger): MiddlewareHandler {
  return async function logRequest(c, next) {
    const started = performance.now();
    await next();
    logAnswer(logger, c, c.res.status, started);
  };
}

/** The line of one request that began at `started` by `performance.now()`. */
export function logAnswer(logger: Logger, c: Context, status: number, started: number): void {
  const level = status >= 500 ? 'warn' : 'debug';
  if (!logger.isLevelEnabled(level)) return;
  logger[level](
    {
      request_id: c.get('requestId'),
      method: c.req.method,
      route: routePath(c, -1),
      status,
      ms: Math.round((performance.now() - started) * 1_000) / 1_000,
      key: c.get('access')?.keyId ?? null,
    },
    'request',
  );
}
