import * as v from 'valibot';
import { rounded } from './rounded.ts';

/** Neighbouring bins differ by this factor, so a quantile is off by less than 5 %. */
const BASE = 1.1;
const LOG_BASE = Math.log(BASE);
/** Values above BASE^160 (4 million) share the last bin. */
const MAX_BIN = 160;
/** When this much is held, every count is halved: what is older fades, and counts stay short in JSON. */
const HALVE_AT = 512;
/** A bin that has been halved below this is dropped. */
const FORGET_BELOW = 1 / 8;

/** Counts of positive values in logarithmic bins, ascending: [bin, count]. */
export const LogHistogramSchema = v.array(v.tuple([v.number(), v.number()]));
export type LogHistogram = v.InferOutput<typeof LogHistogramSchema>;

/**
 * Adds a value to a quantile sketch with bounded relative error and at most 161 bins.
 * Source: C. Masson, J. E. Rim, H. K. Lee, "DDSketch", PVLDB 12 (2019), section 2; halving the counts makes it forget.
 * @param value in any unit; what is below 1 counts as 1
 */
export function addToHistogram(histogram: LogHistogram, value: number): LogHistogram {
  const bin = Math.min(MAX_BIN, Math.max(0, Math.round(Math.log(Math.max(1, value)) / LOG_BASE)));
  const next: LogHistogram = histogram.filter(([other]) => other < bin);
  next.push([bin, (histogram.find(([other]) => other === bin)?.[1] ?? 0) + 1]);
  next.push(...histogram.filter(([other]) => other > bin));
  if (totalOf(next) < HALVE_AT) return next;
  return next
    .map(([other, count]): [number, number] => [other, rounded(count / 2, 3)])
    .filter(([, count]) => count >= FORGET_BELOW);
}

/** How much is held. */
export function totalOf(histogram: LogHistogram): number {
  return histogram.reduce((sum, [, count]) => sum + count, 0);
}

/**
 * @param probability 0 to 1
 * @returns the value below which that share lies, within 5 %; null when nothing is held
 */
export function quantileOf(histogram: LogHistogram, probability: number): number | null {
  const total = totalOf(histogram);
  let below = 0;
  for (const [bin, count] of histogram) {
    below += count;
    if (below >= probability * total) return BASE ** bin;
  }
  return null;
}
