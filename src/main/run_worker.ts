import { run } from 'graphile-worker';
import type { TaskList } from 'graphile-worker';
import type { Logger } from 'pino';
import { refreshBot } from '../../tasks/refresh_bot.ts';
import { refreshUser } from '../../tasks/refresh_user.ts';
import type { TaskContext } from '../pipeline/task_context.ts';
import { workerLogger } from './worker_logger.ts';

/** A running worker. */
export interface Worker {
  /** Takes no new job, waits for running ones up to the grace period, gives the rest back. Safe to call twice. */
  stop(): Promise<void>;
  /** Resolves when it has stopped; rejects when it stopped by itself. */
  finished: Promise<void>;
}

export interface WorkerOptions extends TaskContext {
  concurrency: number;
  graceSeconds: number;
  logger: Logger;
}

/** Starts to work through the queue of a migrated database. */
export async function runWorker({ concurrency, graceSeconds, logger, ...context }: WorkerOptions): Promise<Worker> {
  const taskList: TaskList = { refresh_user: refreshUser(context), refresh_bot: refreshBot(context) };
  const runner = await run({
    pgPool: context.db.pool,
    taskList,
    crontab: '',
    concurrency,
    logger: workerLogger(logger),
    noHandleSignals: true,
    // All clients of PGlite share one session, and so would share the names of prepared statements.
    noPreparedStatements: context.db.kind === 'pglite',
    pollInterval: 1_000,
    gracefulShutdownAbortTimeout: graceSeconds * 1_000,
  });
  let stopping: Promise<void> | undefined;
  return {
    stop: () => (stopping ??= runner.stop()),
    finished: runner.promise,
  };
}
