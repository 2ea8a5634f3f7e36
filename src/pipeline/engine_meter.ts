import type { EngineName } from '../domain/table.ts';
import type { RunningEngine } from '../engines/run.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** Measures what each engine does in one refresh, and tells which one threw. */
export class EngineMeter {
  readonly #metrics: Metrics;
  readonly #milliseconds = new Map<EngineName, number>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** The engine that `start` gives, with everything it computes measured. */
  metered<Running extends RunningEngine>(name: EngineName, start: () => Running): Running {
    const engine = this.#measure(name, start);
    const metered = Object.entries(engine).map(([key, member]: [string, unknown]) => {
      if (typeof member !== 'function') return [key, member];
      return [key, (...values: unknown[]): unknown => this.#measure(name, () => member(...values) as unknown)];
    });
    return Object.fromEntries(metered) as Running;
  }

  /** Tells the metrics of a refresh that was committed. */
  report(): void {
    for (const [engine, milliseconds] of this.#milliseconds) this.#metrics.engineRun(engine, 'ok', milliseconds);
  }

  #measure<T>(name: EngineName, work: () => T): T {
    const started = performance.now();
    try {
      const result = work();
      this.#milliseconds.set(name, (this.#milliseconds.get(name) ?? 0) + performance.now() - started);
      return result;
    } catch (error) {
      this.#metrics.engineRun(name, 'failed', performance.now() - started);
      throw error;
    }
  }
}
