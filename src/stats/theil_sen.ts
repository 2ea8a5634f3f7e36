import { median } from './change_points/spread.ts';

/** Most points used: all pairs are looked at. */
const MOST_POINTS = 1_000;

/**
 * Slope of the line through the points: the median of the slopes of all pairs, which up to 29 % of wild points leave
 * alone (Theil 1950; Sen 1968, JASA 63:1379).
 * @param xs e.g. times, in any order; pairs with the same x are left out
 * @param ys as many; only the last 1,000 points are used
 * @returns in units of y per unit of x; null when no two x differ
 */
export function theilSen(xs: readonly number[], ys: readonly number[]): number | null {
  const n = Math.min(xs.length, ys.length);
  const slopes: number[] = [];
  for (let i = Math.max(0, n - MOST_POINTS); i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const run = (xs[j] ?? 0) - (xs[i] ?? 0);
      if (run !== 0) slopes.push(((ys[j] ?? 0) - (ys[i] ?? 0)) / run);
    }
  return slopes.length === 0 ? null : median(slopes);
}
