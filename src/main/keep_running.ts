import { setTimeout as sleep } from 'node:timers/promises';
import type { Runner } from 'graphile-worker';

/** Milliseconds between the end of a run and the next start, and between starts that fail. */
const RESTART_MS = 1_000;

/** Graphile Worker, kept running. */
export interface KeptRunning {
  /** Stops it for good; resolves when nothing runs any more. Safe to call twice. */
  stop: () => Promise<void>;
  /** Resolves when it was stopped. */
  finished: Promise<void>;
}

/**
 * Runs Graphile Worker, and again whenever it ends by itself: it does so when the connection is lost on which it was
 * about to note that a job is done. Jobs it could not let go of are freed like those of a worker that died.
 * @param start starts one run; its first failure is the caller's, later ones are tried again
 * @param onEnded told of each end and failed start that nobody asked for
 */
export async function keepRunning(
  start: () => Promise<Runner>,
  onEnded: (error: unknown) => void,
): Promise<KeptRunning> {
  const stopping = new AbortController();
  let runner: Runner | undefined = await start();

  const restart = async (): Promise<Runner | undefined> => {
    while (!stopping.signal.aborted) {
      await sleep(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return undefined;
      try {
        return await start();
      } catch (error) {
        onEnded(error);
      }
    }
    return undefined;
  };
  const run = async (): Promise<void> => {
    while (runner !== undefined) {
      const error: unknown = await runner.promise.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (stopping.signal.aborted) return;
      onEnded(error);
      runner = undefined;
      runner = await restart();
      if (stopping.signal.aborted) await runner?.stop();
    }
  };
  const finished = run();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await runner?.stop();
    await finished;
  };
  let stopped: Promise<void> | undefined;
  return { stop: () => (stopped ??= stop()), finished };
}
