import { Hono } from 'hono';
import { withDeadline } from '../../cache/deadline.ts';
import { readiness } from '../../pipeline/readiness.ts';
import type { Readiness } from '../../pipeline/readiness.ts';
import type { AppContext } from '../app_context.ts';

/** Milliseconds that a probe waits for the database. */
export const PROBE_MS = 2_000;

/**
 * GET /livez: the process answers. GET /readyz: the database answers and is migrated, with the state of the queue.
 * A queue that stands still is a warning, not a reason to take reads away: they need no worker.
 */
export function healthRoutes({ db, logger }: AppContext): Hono {
  // Probes come by the clock: while one waits for a database that hangs, the next waits with it, on one connection.
  let running: Promise<Readiness> | undefined;
  const probe = (): Promise<Readiness> =>
    (running ??= readiness(db, (error) => logger.warn({ err: error }, 'not ready')).finally(() => {
      running = undefined;
    }));
  return new Hono()
    .get('/livez', (c) => c.json({ status: 'live' }))
    .get('/readyz', async (c) => {
      const ready = await withDeadline(probe(), PROBE_MS).catch((error: Error): Readiness => ({
        status: 'not ready',
        checks: { database: error.message },
        warnings: [],
      }));
      return c.json(ready, ready.status === 'ready' ? 200 : 503);
    });
}
