import type { Logger } from 'pino';

/** Seconds that stopping may take beyond the grace period of jobs: a database that hangs must not keep a process. */
export const STOP_SECONDS = 10;

/**
 * Runs until SIGINT or SIGTERM, then calls `stop` and ends the process with 0; a second signal ends it at once.
 * @param graceSeconds that running jobs get
 * @param failed resolves or rejects when the work ended by itself, which ends the process with 1
 */
export function untilSignal(
  logger: Logger,
  graceSeconds: number,
  stop: () => Promise<void>,
  failed?: Promise<void>,
): void {
  let stopping = false;
  const end = (code: number, reason: string): void => {
    if (stopping) {
      process.exit(130);
    }
    stopping = true;
    logger.info(`${reason}: stopping`);
    setTimeout(
      () => {
        logger.error('could not stop in time');
        process.exit(1);
      },
      (graceSeconds + STOP_SECONDS) * 1_000,
    );
    stop().then(
      () => process.exit(code),
      (error: unknown) => {
        logger.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => end(0, 'SIGINT'));
  process.on('SIGTERM', () => end(0, 'SIGTERM'));
  const ended = (error?: unknown): void => {
    if (stopping) return;
    logger.error({ err: error }, 'the worker ended by itself');
    end(1, 'worker lost');
  };
  failed?.then(() => ended(), ended);
}
