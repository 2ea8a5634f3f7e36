import { median } from './spread.ts';

/** Fewest full cycles that prove a season. */
const FEWEST_CYCLES = 4;
/** Longest season looked for, in values: a week of hours, and a little. */
const LONGEST_PERIOD = 170;
/** Highest share of the variogram's peak before it that the dip at a period may have. */
const DIP_SHARE = 0.5;
/** A longer period must be this much deeper than a shorter one, or it is a multiple of it. */
const DEEPER = 0.95;
/** From so many values on, only every second pair is looked at, from twice as many every third, and so on. */
const FULL_LENGTH = 400;
/** Squared differences are clipped at the square of this many typical distances, so that outliers do not rule. */
const CLIP = 3;

/**
 * Takes a repeating pattern out of a series: the median distance of each phase to the moving mean over one period.
 * @param index the place in time of each value, ascending whole numbers
 */
export function deseasoned(values: Float64Array, index: readonly number[]): Float64Array {
  const period = seasonOf(values, index);
  if (period === null) return values;
  const level = movingMean(values, index, period);
  const distances: number[][] = Array.from({ length: period }, () => []);
  values.forEach((value, i) => distances[(index[i] ?? 0) % period]?.push(value - (level[i] ?? 0)));
  const pattern = distances.map(median);
  const centre = pattern.reduce((sum, value) => sum + value, 0) / period;
  return values.map((value, i) => value - ((pattern[(index[i] ?? 0) % period] ?? 0) - centre));
}

/**
 * The length of the season, or null. A season shows as a dip of the variogram (mean squared difference at a lag,
 * clipped) at its period, which noise, steps and trends do not have.
 */
export function seasonOf(values: Float64Array, index: readonly number[]): number | null {
  const length = (index.at(-1) ?? 0) - (index[0] ?? 0) + 1;
  const longest = Math.min(LONGEST_PERIOD, Math.floor(Math.min(length, 2 * values.length) / FEWEST_CYCLES));
  if (longest < 3) return null;
  const variogram = variogramOf(placed(values, index, length), longest + 1, clipOf(values));
  let period: number | null = null;
  let share = DIP_SHARE;
  let peak = variogram[1] ?? 0;
  for (let lag = 2; lag <= longest; lag++) {
    const here = variogram[lag] ?? 0;
    const dip = here < (variogram[lag - 1] ?? 0) && here <= (variogram[lag + 1] ?? 0);
    if (dip && here < peak * share * (period === null ? 1 : DEEPER)) {
      share = here / peak;
      period = lag;
    }
    peak = Math.max(peak, here);
  }
  return period;
}

/** The values at their places; NaN where there is none. */
function placed(values: Float64Array, index: readonly number[], length: number): Float64Array {
  const first = index[0] ?? 0;
  const series = new Float64Array(length).fill(NaN);
  values.forEach((value, i) => {
    series[(index[i] ?? 0) - first] = value;
  });
  return series;
}

function clipOf(values: Float64Array): number {
  const centre = median(values);
  const spread = median(values.map((value) => Math.abs(value - centre)));
  const jitter = median(values.subarray(1).map((value, i) => Math.abs(value - (values[i] ?? 0))));
  return (CLIP * Math.max(jitter, 2 * spread)) ** 2;
}

function variogramOf(series: Float64Array, longest: number, clip: number): Float64Array {
  const variogram = new Float64Array(longest + 1);
  const stride = Math.ceil(series.length / FULL_LENGTH);
  for (let lag = 1; lag <= longest; lag++) {
    let sum = 0;
    let pairs = 0;
    for (let i = lag; i < series.length; i += stride) {
      const difference = (series[i] ?? NaN) - (series[i - lag] ?? NaN);
      const square = difference * difference;
      if (Number.isNaN(square)) continue;
      sum += square < clip ? square : clip;
      pairs++;
    }
    variogram[lag] = pairs > 0 ? sum / pairs : 0;
  }
  return variogram;
}

/** Mean of the values within one period about each, the period moved inside the series at its ends. */
function movingMean(values: Float64Array, index: readonly number[], period: number): Float64Array {
  const first = index[0] ?? 0;
  const last = index.at(-1) ?? 0;
  let start = 0;
  let end = 0;
  let sum = 0;
  return values.map((_, i) => {
    const from = Math.max(first, Math.min((index[i] ?? 0) - (period >> 1), last - period + 1));
    while (end < values.length && (index[end] ?? 0) < from + period) sum += values[end++] ?? 0;
    while ((index[start] ?? 0) < from) sum -= values[start++] ?? 0;
    return sum / (end - start);
  });
}
