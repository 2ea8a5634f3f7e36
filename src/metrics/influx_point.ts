import { Point } from '@influxdata/influxdb-client';
import type { Sample } from './family.ts';
import { distributionAt, LAYOUTS, percentile } from './layout.ts';
import type { Bounds } from './measurements.ts';

/** What of a histogram is written ready-made, because InfluxQL cannot compute it from buckets. */
export const PERCENTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/**
 * One sample as a point. A histogram `ms` becomes the fields `ms_le_…` (values up to that bound), `ms_sum`, `ms_count`,
 * `ms_p50`, `ms_p95`, `ms_p99`; dots in a bound become underscores.
 * @param timestamp nanoseconds since the epoch
 */
export function influxPoint({ measurement, tags, values }: Sample, timestamp: string): Point {
  const point = new Point(measurement).timestamp(timestamp);
  // The line protocol has no way to write a backslash at the end of a tag, and servers differ on those within.
  for (const [tag, value] of Object.entries(tags)) point.tag(tag, value.replaceAll('\\', '/'));
  for (const { name, field, at } of LAYOUTS[measurement].fields) {
    if (field.kind === 'histogram') addHistogram(point, name, values, at, field.bounds);
    else if (field.kind === 'counter') point.intField(name, values[at] ?? 0);
    else if (!Number.isNaN(values[at])) point.floatField(name, values[at] ?? 0);
  }
  return point;
}

/** The field with the values up to a bound. */
export function bucketField(name: string, bound: number): string {
  return `${name}_le_${String(bound).replace('.', '_')}`;
}

function addHistogram(point: Point, name: string, values: Float64Array, at: number, bounds: Bounds): void {
  const distribution = distributionAt(values, at, bounds);
  if (distribution.count === 0) return;
  bounds.forEach((bound, index) => point.intField(bucketField(name, bound), distribution.cumulative[index] ?? 0));
  point.floatField(`${name}_sum`, distribution.sum);
  point.intField(`${name}_count`, distribution.count);
  for (const [suffix, probability] of Object.entries(PERCENTILES)) {
    point.floatField(`${name}_${suffix}`, percentile(distribution, bounds, probability) ?? 0);
  }
}
