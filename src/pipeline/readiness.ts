import { pendingMigrations } from '../db/migrate.ts';
import type { Database } from '../db/db.ts';
import { AppError } from '../domain/errors.ts';
import type { Queue } from '../domain/queue.ts';
import { queueHealth } from './queue_health.ts';

/** Whether this process can serve, and what is wrong: each check says `ok` or the reason. */
export interface Readiness {
  status: 'ready' | 'not ready';
  checks: { database: string; migrations?: string; worker?: string; queue?: string };
  /** What is wrong without keeping anybody from reading. */
  warnings: string[];
  queue?: Queue;
}

/** @param onError told of what the answer says in short */
export async function readiness(db: Database, onError: (error: unknown) => void): Promise<Readiness> {
  const notReady = (checks: Readiness['checks']): Readiness => ({ status: 'not ready', checks, warnings: [] });
  try {
    const pending = await pendingMigrations(db);
    if (pending.length > 0)
      return notReady({ database: 'ok', migrations: `${pending.length} to apply: run "npm run migrate"` });
    const { worker, late, warnings, ...queue } = await queueHealth(db);
    const checks = { database: 'ok', migrations: 'ok', worker: worker ?? 'ok', queue: late ?? 'ok' };
    return { status: 'ready', checks, warnings, queue };
  } catch (error) {
    onError(error);
    if (error instanceof AppError && error.code === 'newer_database')
      return notReady({ database: 'ok', migrations: error.message });
    return notReady({ database: 'cannot be asked' });
  }
}
