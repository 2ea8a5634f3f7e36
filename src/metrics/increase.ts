import type { Sample } from './family.ts';

/** What was counted since the last time. */
export interface Increase {
  /** Only samples that counted anything, with what they counted. */
  samples: Sample[];
  /** Takes it as told: the next increase begins here. */
  settle: () => void;
}

/** Tells one sink at a time what is new in counts that only rise. */
export class Increases {
  readonly #told = new Map<Float64Array, Float64Array>();

  /** @param samples living ones: they may go on counting while the increase is being written */
  since(samples: readonly Sample[]): Increase {
    const pending: [Float64Array, Float64Array][] = [];
    const risen: Sample[] = [];
    for (const sample of samples) {
      const before = this.#told.get(sample.values);
      const now = sample.values.slice();
      const values = now.map((value, at) => value - (before?.[at] ?? 0));
      if (!values.some((value) => value !== 0)) continue;
      pending.push([sample.values, now]);
      risen.push({ ...sample, values });
    }
    const settle = (): void => {
      for (const [living, now] of pending) this.#told.set(living, now);
    };
    return { samples: risen, settle };
  }
}
