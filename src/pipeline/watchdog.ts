import { AppError } from '../domain/errors.ts';

/** Lets a long job live as long as it gets on. */
export interface Watchdog {
  /** Aborted when the job made no progress for too long, or `parent` was. */
  signal: AbortSignal;
  /** Tells that the job got on. */
  progress: () => void;
}

/**
 * Runs work that fails when it makes no progress for `seconds`. What hangs may hang on in the background: it is given
 * up, not waited for, and a refresh that comes back late commits nothing that another has committed already.
 * @throws AppError `unavailable` when it hung, else what the work throws
 */
export async function withWatchdog<T>(
  seconds: number,
  parent: AbortSignal | undefined,
  work: (watchdog: Watchdog) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const hung = Promise.withResolvers<never>();
  const bark = (): void => {
    const error = new AppError('unavailable', `made no progress for ${seconds} seconds`);
    controller.abort(error);
    hung.reject(error);
  };
  if (parent?.aborted === true) throw parent.reason;
  let timer = setTimeout(bark, seconds * 1_000);
  const progress = (): void => {
    clearTimeout(timer);
    timer = setTimeout(bark, seconds * 1_000);
  };
  // A worker that stops gives up what does not listen, too: its job must not stay locked.
  const stop = (): void => {
    controller.abort(parent?.reason);
    hung.reject(parent?.reason);
  };
  parent?.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work({ signal: controller.signal, progress }), hung.promise]);
  } finally {
    clearTimeout(timer);
    parent?.removeEventListener('abort', stop);
  }
}
