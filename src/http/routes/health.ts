import { Hono } from 'hono';
import { pendingMigrations } from '../../db/migrate.ts';
import type { AppContext } from '../app_context.ts';

/** GET /livez: the process answers. GET /readyz: the database answers and is migrated; reasons when not. */
export function healthRoutes({ db, logger }: AppContext): Hono {
  return new Hono()
    .get('/livez', (c) => c.json({ status: 'live' }))
    .get('/readyz', async (c) => {
      try {
        const pending = await pendingMigrations(db);
        if (pending.length === 0) return c.json({ status: 'ready', checks: { database: 'ok', migrations: 'ok' } });
        const migrations = `${pending.length} to apply: run migrate`;
        return c.json({ status: 'not ready', checks: { database: 'ok', migrations } }, 503);
      } catch (error) {
        logger.warn({ err: error }, 'not ready');
        return c.json({ status: 'not ready', checks: { database: 'cannot be asked' } }, 503);
      }
    });
}
