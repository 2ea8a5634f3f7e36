import { MAD_TO_SD, median } from './spread.ts';

/** How far a step must stand out, in robust standard deviations of the steps elsewhere. */
const THRESHOLD = 3.6;
/** Most values on either side that a step is measured over, as a share of the series. */
const REACH_SHARE = 0.1;
const LEAST_REACH = 5;
/** Places free of cuts needed to compare with, in reaches; with fewer, the reach is halved, and at last cuts count too. */
const FEWEST_FREE_REACHES = 3;

/**
 * Drops the cuts whose like the series shows everywhere. The step at a cut (mean of the values after it less mean of
 * those before) is compared to the steps at all places that no cut touches: noise of any kind, slow wandering and trends
 * show in their median and spread. It is a moving-sum statistic (Eichinger & Kirch 2018, Bernoulli 24:526) normalised
 * by the series itself in place of an estimated long-run variance. The weakest cut goes first.
 */
export function standingOut(values: Float64Array, cuts: readonly number[]): number[] {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] ?? 0) + (values[i] ?? 0);
  let kept = [...cuts];
  while (kept.length > 0) {
    const scores = kept.map((_, i) => prominence(sums, kept, i));
    const least = Math.min(...scores);
    if (least >= THRESHOLD) break;
    kept = kept.toSpliced(scores.indexOf(least), 1);
  }
  return kept;
}

function prominence(sums: Float64Array, cuts: readonly number[], which: number): number {
  const n = sums.length - 1;
  const cut = cuts[which] ?? 0;
  const room = Math.min(cut - (cuts[which - 1] ?? 0), (cuts[which + 1] ?? n) - cut);
  let reach = Math.min(room, Math.max(LEAST_REACH, Math.floor(n * REACH_SHARE)));
  let free = stepsOf(sums, cuts, reach, true);
  while (free.length < FEWEST_FREE_REACHES * reach && reach > LEAST_REACH) {
    reach = Math.max(LEAST_REACH, reach >> 1);
    free = stepsOf(sums, cuts, reach, true);
  }
  const steps = free.length >= FEWEST_FREE_REACHES * reach ? free : stepsOf(sums, cuts, reach, false);
  const centre = median(steps);
  const spread = MAD_TO_SD * median(steps.map((step) => Math.abs(step - centre)));
  return spread > 0 ? Math.abs(stepAt(sums, cut, reach) - centre) / spread : Infinity;
}

/** Mean of the `reach` values from `at` on less the mean of those before it. */
function stepAt(sums: Float64Array, at: number, reach: number): number {
  return ((sums[at + reach] ?? 0) - 2 * (sums[at] ?? 0) + (sums[at - reach] ?? 0)) / reach;
}

/** The steps at all places, or at those that no cut lies within reach of. */
function stepsOf(sums: Float64Array, cuts: readonly number[], reach: number, free: boolean): number[] {
  const steps: number[] = [];
  let next = 0;
  for (let at = reach; at + reach < sums.length; at++) {
    while ((cuts[next] ?? Infinity) <= at - reach) next++;
    if (!free || (cuts[next] ?? Infinity) >= at + reach) steps.push(stepAt(sums, at, reach));
  }
  return steps;
}
