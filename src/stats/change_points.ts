import { noiseOf, tamed } from './change_points/noise.ts';
import { partition } from './change_points/partition.ts';
import { deseasoned } from './change_points/season.ts';
import { median } from './change_points/spread.ts';
import { standingOut } from './change_points/standing_out.ts';

/** Fewest values that a change can be told in. */
export const FEWEST_VALUES = 20;
/** Fewest values of a regime: what lasts less is an outlier. */
const SHORTEST_REGIME = 5;
/** Cost of a change point, in long-run variances times the log of the number of values (a BIC would take 2). */
const PENALTY = 3;
/** Largest weight, in median weights: an hour of a thousand messages has its own mood, too. */
const LARGEST_WEIGHT = 10;

/**
 * Where the level of a series changes: optimal partitioning of the deseasoned series with outliers pulled in, at a
 * penalty that grows with the autocorrelation of the noise; then each change must stand out among the differences that
 * the series shows everywhere. One setting for every series; found on eight annotated series of the Turing Change Point
 * Dataset (van den Burg & Williams 2020, arXiv:2003.06222) and on synthetic steps, trends, seasons, noise and walks.
 * @param given values at equal distances in time; null or not finite where there is none
 * @param weights how many observations each value is the mean of; all alike when left out
 * @returns indices at which a new regime starts, ascending; none when there are fewer than 20 values, or when the
 * series wanders so that it has no levels
 */
export function changePoints(given: readonly (number | null)[], weights?: readonly number[]): number[] {
  const index: number[] = [];
  given.forEach((value, i) => {
    if (value !== null && Number.isFinite(value) && (weights?.[i] ?? 1) > 0) index.push(i);
  });
  if (index.length < FEWEST_VALUES) return [];
  const known = new Float64Array(index.length);
  const trusted = new Float64Array(index.length).fill(1);
  index.forEach((place, i) => {
    known[i] = given[place] ?? 0;
    if (weights !== undefined) trusted[i] = weights[place] ?? 1;
  });
  limit(trusted);
  const calm = tamed(deseasoned(known, index), trusted);
  const noise = noiseOf(calm, trusted);
  if (noise === null) return [];
  const penalty = PENALTY * noise.longRunVariance * Math.log(known.length);
  const cuts = partition(calm, trusted, penalty, SHORTEST_REGIME);
  return standingOut(calm, cuts).map((cut) => index[cut] ?? 0);
}

/** Brings weights, in place, to units of the middle one, none above {@link LARGEST_WEIGHT}. */
function limit(weights: Float64Array): void {
  const middle = median(weights);
  for (let i = 0; i < weights.length; i++) weights[i] = Math.min(LARGEST_WEIGHT, (weights[i] ?? 0) / middle);
}
