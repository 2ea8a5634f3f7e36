import { median, MAD_TO_SD } from './spread.ts';

/** Differences are clipped here, in robust standard deviations, so that steps and outliers do not count as noise. */
const DIFFERENCE_LIMIT = 3;
/** Values are pulled in to here, in robust standard deviations from a running median. */
const OUTLIER_LIMIT = 3;
/** Values on either side of the running median's centre. */
const HALF_WIDTH = 5;
/** Autocorrelation from which on a series counts as wandering: it has no levels that could change. */
const WANDERING = 0.9;

/** How the noise of a series looks, whatever steps the series makes. Variances are those of a value of weight 1. */
export interface Noise {
  /** First-order autocorrelation, 0 to 0.9; one standard error above the estimate, unless that says none. */
  autocorrelation: number;
  /** Variance of a mean over m values, times m, for large m. */
  longRunVariance: number;
}

/**
 * Noise as an AR(1) process, read off the variances of differences over one and over two values: for AR(1) noise their
 * ratio is 1 + phi, and a step touches only one or two differences (the idea of Chakar, Lebarbier, Levy-Leduc & Robin
 * 2017, Bernoulli 23:1408, there with another robust scale). The long-run variance is (1 + phi) / (1 - phi) variances.
 * @returns null when there is no noise, or when the series wanders
 */
export function noiseOf(values: Float64Array, weights: Float64Array): Noise | null {
  const one = differenceVariance(values, weights, 1);
  if (!(one > 0)) return null;
  const ratio = differenceVariance(values, weights, 2) / one - 1;
  if (ratio >= WANDERING) return null;
  const autocorrelation = ratio > 0 ? Math.min(WANDERING, ratio + 1 / Math.sqrt(values.length)) : 0;
  const variance = one / (2 * (1 - autocorrelation));
  return { autocorrelation, longRunVariance: (variance * (1 + autocorrelation)) / (1 - autocorrelation) };
}

/** Variance of the differences over `lag` values about their median (which is the trend's share), clipped. */
function differenceVariance(values: Float64Array, weights: Float64Array, lag: number): number {
  const differences = new Float64Array(Math.max(0, values.length - lag));
  for (let i = 0; i < differences.length; i++) {
    const scale = Math.sqrt((1 / (weights[i] ?? 1) + 1 / (weights[i + lag] ?? 1)) / 2);
    differences[i] = ((values[i + lag] ?? 0) - (values[i] ?? 0)) / scale;
  }
  const centre = median(differences);
  const distances = differences.map((difference) => Math.abs(difference - centre));
  const limit = DIFFERENCE_LIMIT * MAD_TO_SD * median(distances);
  let sum = 0;
  for (const distance of distances) sum += limit > 0 && distance > limit ? limit * limit : distance * distance;
  return differences.length === 0 ? 0 : sum / differences.length;
}

/** Outliers pulled in towards a running median; steps stay where they are. */
export function tamed(values: Float64Array, weights: Float64Array): Float64Array {
  const middle = runningMedian(values);
  const distances = values.map((value, i) => Math.abs(value - (middle[i] ?? 0)) * Math.sqrt(weights[i] ?? 1));
  const limit = OUTLIER_LIMIT * MAD_TO_SD * median(distances);
  if (limit === 0) return values;
  return values.map((value, i) => {
    const centre = middle[i] ?? 0;
    const reach = limit / Math.sqrt(weights[i] ?? 1);
    return Math.min(centre + reach, Math.max(centre - reach, value));
  });
}

/** Median of each value and its neighbours, by a window kept in order as it slides. */
function runningMedian(values: Float64Array): Float64Array {
  const n = values.length;
  const medians = new Float64Array(n);
  const sorted = new Float64Array(2 * HALF_WIDTH + 2);
  let size = 0;
  for (let i = -HALF_WIDTH; i < n; i++) {
    if (i + HALF_WIDTH < n) insert(sorted, size++, values[i + HALF_WIDTH] ?? 0);
    if (i > HALF_WIDTH) remove(sorted, size--, values[i - HALF_WIDTH - 1] ?? 0);
    if (i < 0) continue;
    const high = sorted[size >> 1] ?? 0;
    medians[i] = size % 2 === 1 ? high : (high + (sorted[(size >> 1) - 1] ?? 0)) / 2;
  }
  return medians;
}

function insert(sorted: Float64Array, size: number, value: number): void {
  let place = size;
  for (; place > 0 && (sorted[place - 1] ?? 0) > value; place--) sorted[place] = sorted[place - 1] ?? 0;
  sorted[place] = value;
}

function remove(sorted: Float64Array, size: number, value: number): void {
  let place = 0;
  while (place < size - 1 && sorted[place] !== value) place++;
  for (; place < size - 1; place++) sorted[place] = sorted[place + 1] ?? 0;
}
