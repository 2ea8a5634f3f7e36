import type { Writable } from 'node:stream';
import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from './play.ts';

/** Milliseconds between two lines where there is no terminal. */
const LINE_MS = 1_000;

/** Shows how far the demo has got. */
export interface ProgressView {
  show(progress: Progress): void;
  /** Leaves the terminal as it was. Safe to call twice. */
  stop(): void;
}

/** A bar where `out` is a terminal, a line now and then elsewhere. */
export function progressView(out: Writable & { isTTY?: boolean }): ProgressView {
  return out.isTTY === true ? barView(out) : lineView(out);
}

function barView(out: NodeJS.WritableStream): ProgressView {
  const format = '  {bar} posted {posted}, folded {value} of {total} events';
  const bar = new SingleBar({ format, stream: out, barsize: 30, hideCursor: true }, Presets.shades_classic);
  return {
    show({ posted, folded, total }) {
      if (!bar.isActive) bar.start(total, 0, { posted });
      bar.update(folded, { posted });
    },
    stop: () => bar.stop(),
  };
}

function lineView(out: Writable): ProgressView {
  let shownAt = -LINE_MS;
  let shown = '';
  return {
    show({ posted, folded, total }) {
      const line = `  posted ${posted}, folded ${folded} of ${total} events\n`;
      const due = performance.now() - shownAt >= LINE_MS || folded === total;
      if (!due || line === shown) return;
      shownAt = performance.now();
      shown = line;
      out.write(line);
    },
    stop: () => undefined,
  };
}
