import { Logger as WorkerLogger } from 'graphile-worker';
import type { Logger } from 'pino';

/** Graphile Worker's own words, below ours: a job that failed is a warning, its routine is for debugging. */
const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

export function workerLogger(logger: Logger): WorkerLogger {
  return new WorkerLogger((scope) => (level, message, meta) => {
    // A connection a job is more than they need: they read and write together.
    const isHarmless = message.includes('maxPoolSize');
    logger[isHarmless ? 'debug' : LEVELS[level]](
      { worker: scope.label, job: scope.jobId, ...(meta?.['error'] !== undefined && { err: meta['error'] }) },
      message,
    );
  });
}
