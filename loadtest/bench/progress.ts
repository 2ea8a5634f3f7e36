import { Presets, SingleBar } from 'cli-progress';

/** Milliseconds between two lines where there is no terminal. */
const LINE_MS = 5_000;

/** Tells on stderr how far a benchmark has got; stdout is for its results. */
export interface Progress {
  /** @param doing what is under way; a new one starts a new bar */
  show(doing: string, done: number, total: number): void;
  /** Leaves the terminal as it was. Safe to call twice. */
  stop(): void;
}

/** A bar on a terminal, a line now and then elsewhere. */
export function openProgress(): Progress {
  return process.stderr.isTTY ? barProgress() : lineProgress();
}

function barProgress(): Progress {
  const options = { format: '  {bar} {doing}: {value} of {total}', stream: process.stderr, barsize: 30 };
  let bar: SingleBar | undefined;
  let current = '';
  return {
    show(doing, done, total) {
      if (bar === undefined || doing !== current) {
        bar?.stop();
        bar = new SingleBar({ ...options, hideCursor: true }, Presets.shades_classic);
        bar.start(total, done, { doing });
        current = doing;
      }
      bar.update(done);
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function lineProgress(): Progress {
  let current = '';
  let shownAt = -LINE_MS;
  return {
    show(doing, done, total) {
      const now = performance.now();
      if (doing === current && done < total && now - shownAt < LINE_MS) return;
      shownAt = now;
      current = doing;
      process.stderr.write(`  ${doing}: ${done} of ${total}\n`);
    },
    stop: () => undefined,
  };
}
