import { MEASUREMENTS } from './measurements.ts';
import type { Bounds, Field, MeasurementName } from './measurements.ts';

/** Where the values of a measurement stand in one flat array of `size` numbers. */
export interface Layout<FieldName extends string = string> {
  readonly fields: readonly Placed[];
  readonly places: Readonly<Record<FieldName, number>>;
  readonly size: number;
}

/** A field and its place: one number; for a histogram one a bucket (with the open one), then the sum of the values. */
export interface Placed {
  readonly name: string;
  readonly field: Field;
  readonly at: number;
}

type Layouts = { [Name in MeasurementName]: Layout<keyof (typeof MEASUREMENTS)[Name]['fields'] & string> };

/** The layout of every measurement. */
export const LAYOUTS = Object.fromEntries(
  Object.entries(MEASUREMENTS).map(([name, { fields }]) => [name, layoutOf(fields)]),
) as Layouts;

function layoutOf(declared: Readonly<Record<string, Field>>): Layout {
  let size = 0;
  const fields = Object.entries(declared).map(([name, field]) => {
    const at = size;
    size += field.kind === 'histogram' ? field.bounds.length + 2 : 1;
    return { name, field, at };
  });
  return { fields, places: Object.fromEntries(fields.map(({ name, at }) => [name, at])), size };
}

/** Adds to one number of an array of values. */
export function addAt(values: Float64Array, at: number, amount: number): void {
  values[at] = (values[at] ?? 0) + amount;
}

/** Counts a value in the histogram that stands at `at`. */
export function observeAt(values: Float64Array, at: number, bounds: Bounds, value: number): void {
  observe(values, observationAt(at, bounds, value));
}

/** A value, and where it is counted: for one that goes into several arrays of the same layout. */
interface Observation {
  readonly bucket: number;
  readonly sum: number;
  readonly value: number;
}

export function observationAt(at: number, bounds: Bounds, value: number): Observation {
  return { bucket: at + bucketOf(bounds, value), sum: at + bounds.length + 1, value };
}

export function observe(values: Float64Array, { bucket, sum, value }: Observation): void {
  addAt(values, bucket, 1);
  addAt(values, sum, value);
}

/** @returns the index of the first bound that is not below the value; one past the last when all are */
function bucketOf(bounds: Bounds, value: number): number {
  for (let index = 0; index < bounds.length; index++) {
    if (value <= (bounds[index] ?? 0)) return index;
  }
  return bounds.length;
}

/** What one histogram holds. */
export interface Distribution {
  count: number;
  sum: number;
  /** Values up to each bound. */
  cumulative: number[];
}

export function distributionAt(values: Float64Array, at: number, bounds: Bounds): Distribution {
  let count = 0;
  const cumulative = bounds.map((_bound, index) => (count += values[at + index] ?? 0));
  count += values[at + bounds.length] ?? 0;
  return { count, sum: values[at + bounds.length + 1] ?? 0, cumulative };
}

/**
 * The value below which a share of the values lies, as Prometheus's `histogram_quantile` estimates it: evenly spread
 * within a bucket that begins at the bound before (at 0 for the first); the last bound for what is above it.
 * @param probability 0 to 1
 * @returns null when nothing was counted
 */
export function percentile({ count, cumulative }: Distribution, bounds: Bounds, probability: number): number | null {
  if (count === 0) return null;
  const rank = probability * count;
  const index = cumulative.findIndex((upTo) => upTo >= rank);
  const upper = bounds[index];
  if (upper === undefined) return bounds.at(-1) ?? null;
  const lower = bounds[index - 1] ?? Math.min(0, upper);
  const before = cumulative[index - 1] ?? 0;
  const within = (cumulative[index] ?? 0) - before;
  return within === 0 ? upper : lower + ((upper - lower) * (rank - before)) / within;
}
