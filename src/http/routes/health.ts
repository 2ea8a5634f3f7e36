import { Hono } from 'hono';
import { pendingMigrations } from '../../db/migrate.ts';
import { AppError } from '../../domain/errors.ts';
import { queueHealth } from '../../pipeline/queue_health.ts';
import type { AppContext } from '../app_context.ts';

/**
 * GET /livez: the process answers. GET /readyz: the database answers and is migrated, with the state of the queue.
 * A queue that stands still is a warning, not a reason to take reads away: they need no worker.
 */
export function healthRoutes({ db, logger }: AppContext): Hono {
  return new Hono()
    .get('/livez', (c) => c.json({ status: 'live' }))
    .get('/readyz', async (c) => {
      try {
        const pending = await pendingMigrations(db);
        if (pending.length > 0) {
          const migrations = `${pending.length} to apply: run migrate`;
          return c.json({ status: 'not ready', checks: { database: 'ok', migrations } }, 503);
        }
        const { warnings, ...queue } = await queueHealth(db);
        return c.json({ status: 'ready', checks: { database: 'ok', migrations: 'ok' }, warnings, queue });
      } catch (error) {
        logger.warn({ err: error }, 'not ready');
        if (error instanceof AppError) {
          return c.json({ status: 'not ready', checks: { database: 'ok', migrations: error.message } }, 503);
        }
        return c.json({ status: 'not ready', checks: { database: 'cannot be asked' } }, 503);
      }
    });
}
