import { describe, expect, it } from 'vitest';
import { partition } from '../../src/stats/change_points/partition.ts';
import { normal, seededUniform, series } from './seeded_noise.ts';

const SHORTEST = 5;
const evenly = (values: Float64Array) => values.map(() => 1);

/** Levels 0, 4, 1.5 and 6 with unit noise. */
const LEVELS = Float64Array.from([
  1.79, 0.44, 0.1, -1.86, -0.28, -0.35, -0.08, -0.63, -0.04, -0.48, -1.31, 0.88, 4.88, 5.71, 4.05, 3.6, 3.45, 2.45,
  4.98, 2.9, 2.81, 3.79, 5.49, 4.24, 2.98, 3.29, 4.63, 1.34, 0.73, 1.27, 2.25, 3.48, 0.26, 0.87, 0.7, -0.92, 5.08, 4.98,
  7.12, 5.87, 4.38, 6.65, 5.64, 4.26, 5.4, 5.41, 5.13, 6.03, 3.75, 5.73,
]);

/** The least cost that any choice of cuts has, by trying them all. */
function leastCost(values: Float64Array, penalty: number, from = 0): number {
  let least = squares(values.subarray(from));
  for (let cut = from + SHORTEST; cut + SHORTEST <= values.length; cut++)
    least = Math.min(least, squares(values.subarray(from, cut)) + penalty + leastCost(values, penalty, cut));
  return least;
}

function costOf(values: Float64Array, cuts: readonly number[], penalty: number): number {
  const edges = [0, ...cuts, values.length];
  return edges.slice(1).reduce((sum, end, i) => sum + squares(values.subarray(edges[i], end)), penalty * cuts.length);
}

function squares(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

describe('partition()', () => {
  it.each([
    [3, [12, 27, 36]],
    [20, [12, 27, 36]],
    [60, [12]],
  ])('cuts where ruptures 1.1 (Pelt, model l2, least size 5) does at a penalty of %d', (penalty, cuts) => {
    expect(partition(LEVELS, evenly(LEVELS), penalty, SHORTEST)).toEqual(cuts);
  });

  it('finds the least cost that trying all cuts finds', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const noise = normal(seededUniform(seed));
      const values = Float64Array.from(series(24, (i) => (i < 9 ? 0 : 1.5) + noise()));
      for (const penalty of [0.5, 2, 6]) {
        const cuts = partition(values, evenly(values), penalty, SHORTEST);
        expect(costOf(values, cuts, penalty)).toBeCloseTo(leastCost(values, penalty), 9);
      }
    }
  });
});
