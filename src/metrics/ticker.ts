/** Something that is done again and again. */
export interface Ticker {
  /** Waits for the run under way, does it a last time, and ends. Safe to call twice. */
  stop: () => Promise<void>;
}

/** Does `work` every so many seconds; while one run takes longer, the next ones are left out. `work` must not reject. */
export function every(seconds: number, work: () => Promise<void>): Ticker {
  let running: Promise<void> | undefined;
  const tick = (): void => {
    running ??= work().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(tick, seconds * 1_000);
  timer.unref();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await running;
    await work();
  };
  return { stop: () => (stopped ??= stop()) };
}
