import { Logger as WorkerLogger } from 'graphile-worker';
import type { Logger } from 'pino';

/** Graphile Worker's own words, below ours: a job that failed is a warning, its routine is for debugging. */
const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

export function workerLogger(logger: Logger): WorkerLogger {
  return new WorkerLogger((scope) => (level, message, meta) => {
    logger[LEVELS[level]](
      { worker: scope.label, job: scope.jobId, ...(meta?.['error'] !== undefined && { err: meta['error'] }) },
      message,
    );
  });
}
