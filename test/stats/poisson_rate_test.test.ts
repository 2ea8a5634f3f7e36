import { describe, expect, it } from 'vitest';
import { overdispersion, poissonRateTest } from '../../src/stats/poisson_rate_test.ts';

describe('poissonRateTest()', () => {
  it("gives the p-value of the example in R's poisson.test", () => {
    // Eleven cases in 800 person-years against 6 + 8 + 7 in 1083 + 1050 + 878: R prints p-value = 0.07967.
    expect(poissonRateTest(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)).toBeCloseTo(0.07967, 5);
  });

  // Given their sum, the counts are binomial: figures of scipy.stats.binomtest.
  it.each([
    [11, 800, 20, 1200, 0.7151541117],
    [3, 1, 14, 1, 0.0127258301],
    [120, 3, 90, 2, 0.3988824877],
  ])('agrees with scipy on %d in %d against %d in %d', (first, firstTime, second, secondTime, p) => {
    expect(poissonRateTest(first, firstTime, second, secondTime)).toBeCloseTo(p, 7);
  });

  it('is symmetric in the two periods, and 1 when nothing or the same was seen', () => {
    expect(poissonRateTest(3, 14, 20, 42)).toBeCloseTo(poissonRateTest(20, 42, 3, 14), 12);
    expect(poissonRateTest(0, 14, 0, 42)).toBe(1);
    expect(poissonRateTest(5, 10, 5, 10)).toBe(1);
  });

  it('takes 8 of 8 events in one of two equal periods for what it is: twice one half to the 8th', () => {
    expect(poissonRateTest(8, 1, 0, 1)).toBeCloseTo(2 * 0.5 ** 8, 10);
  });

  it('answers for counts too large to add up one by one', () => {
    expect(poissonRateTest(1e6, 1, 1e6, 1)).toBeGreaterThan(0.9);
    expect(poissonRateTest(2e6, 1, 1e6, 1)).toBeLessThan(1e-6);
  });
});

describe('overdispersion()', () => {
  it('is the pooled Pearson statistic over its degrees of freedom', () => {
    // (4 + 4) / 2 = 4 with 1 degree of freedom, and 0 with 1: 4 / 2.
    expect(
      overdispersion([
        [0, 4],
        [3, 3],
      ]),
    ).toBeCloseTo(4 / 2, 12);
  });

  it('is never below 1, and 1 where nothing can be told', () => {
    expect(overdispersion([[2, 2, 2]])).toBe(1);
    expect(overdispersion([[], [0, 0], [7]])).toBe(1);
  });
});
