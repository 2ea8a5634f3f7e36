import type { Logger } from 'pino';

/** Milliseconds between two lines about the same trouble. */
const APART_MS = 1_000;

/**
 * Logs what goes wrong many times a second once a second, with how often it did: when a database is away, every read
 * says so, and writing a thousand lines a second would take the time that answers need.
 * @returns a function to be told of each error and of what could not be done
 */
export function sparingLog(logger: Logger, clock: () => Date): (error: unknown, doing: string) => void {
  const quiet = new Map<string, { until: number; unsaid: number }>();
  return (error, doing) => {
    const now = clock().getTime();
    const last = quiet.get(doing);
    if (last !== undefined && now < last.until) {
      last.unsaid += 1;
      return;
    }
    logger.warn(
      { err: error, ...(last !== undefined && last.unsaid > 0 && { before: last.unsaid }) },
      `cannot ${doing}`,
    );
    quiet.set(doing, { until: now + APART_MS, unsaid: 0 });
  };
}
