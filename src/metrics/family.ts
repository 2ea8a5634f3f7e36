import { LAYOUTS } from './layout.ts';
import { MEASUREMENTS, OTHER } from './measurements.ts';
import type { Measurement, MeasurementName, Tag } from './measurements.ts';

/** The values of one measurement with one set of tags. */
export interface Sample {
  readonly measurement: MeasurementName;
  readonly tags: Readonly<Record<string, string>>;
  /** As {@link LAYOUTS} has them. */
  readonly values: Float64Array;
}

/** All samples of one measurement. There are at most as many as its tags have combinations. */
export class Family {
  readonly #name: MeasurementName;
  readonly #tags: readonly (readonly [string, (value: string) => string])[];
  readonly #samples = new Map<string, Sample>();

  constructor(name: MeasurementName) {
    this.#name = name;
    const { tags }: Measurement = MEASUREMENTS[name];
    this.#tags = Object.entries(tags).map(([tag, allowed]) => [tag, bounded(allowed)]);
  }

  /** @param values of the tags, in the order in which they are declared */
  sample(values: readonly string[]): Sample {
    const told = this.#tags.map(([tag, bound], index) => [tag, bound(values[index] ?? OTHER)] as const);
    const key = told.map(([, value]) => value).join('\n');
    let sample = this.#samples.get(key);
    if (sample === undefined) {
      const zeros = new Float64Array(LAYOUTS[this.#name].size);
      sample = { measurement: this.#name, tags: Object.fromEntries(told), values: zeros };
      this.#samples.set(key, sample);
    }
    return sample;
  }

  samples(): Sample[] {
    return [...this.#samples.values()];
  }
}

function bounded(tag: Tag): (value: string) => string {
  if ('values' in tag) {
    const allowed = new Set(tag.values);
    return (value) => (allowed.has(value) ? value : OTHER);
  }
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= tag.atMost) return OTHER;
    seen.add(value);
    return value;
  };
}
