import { describe, expect, it } from 'vitest';
import { mannKendall } from '../../src/stats/mann_kendall.ts';
import { theilSen } from '../../src/stats/theil_sen.ts';
import { autoregressive, normal, seededUniform, series } from './seeded_noise.ts';

describe('mannKendall()', () => {
  it('counts rises less falls (Gilbert 1987, section 16.4.1: 10, 15, 14, 20 gives 4)', () => {
    expect(mannKendall([10, 15, 14, 20])?.s).toBe(4);
  });

  it('takes ties out of the variance (Gilbert 1987, eq. 16.3: ties of 2, 3 and 3 among 9 values)', () => {
    const test = mannKendall([23, 24, 29, 6, 29, 24, 24, 29, 23]);
    expect(test?.variance).toBeCloseTo((9 * 8 * 23 - (2 * 1 * 9 + 3 * 2 * 11 + 3 * 2 * 11)) / 18, 10);
    expect(test?.variance).toBeCloseTo(83.667, 3);
  });

  it('agrees with the normal distribution: z = 1.96 is p = 0.05', () => {
    // Twelve values in a row: s = 66, variance 212.67, z = 65 / 14.583.
    const test = mannKendall(series(12, (i) => i));
    expect(test?.z).toBeCloseTo(4.457, 3);
    expect(test?.p).toBeCloseTo(8.3e-6, 6);
    expect(mannKendall([3, 1, 2, 5, 4, 6, 9, 7, 8, 0])?.p).toBeGreaterThan(0.05);
  });

  // Figures of pymannkendall 1.4 (original_test, hamed_rao_modification_test), a library of its own.
  it.each([
    {
      values: [12.1, 11.8, 13, 12.6, 13.9, 13.1, 14.2, 13.8, 15.1, 14.4, 15, 16.2, 15.5, 16.8],
      s: 75,
      variance: 333.666667,
      z: 4.051122,
      slope: 0.342857,
    },
    { values: [3, 3, 4, 2, 5, 5, 6, 4, 7, 7, 5, 8], s: 42, variance: 206, z: 2.856605, slope: 0.477273 },
  ])('agrees with pymannkendall on $values', ({ values, s, variance, z, slope }) => {
    const test = mannKendall(values);
    expect(test?.s).toBe(s);
    expect(test?.variance).toBeCloseTo(variance, 5);
    expect((test?.z ?? 0) * Math.sqrt(test?.inflation ?? 0)).toBeCloseTo(z, 5);
    expect(theilSen(values.map((_, i) => i), values)).toBeCloseTo(slope, 5); // prettier-ignore
  });

  it('is never less strict than the correction of Hamed and Rao as pymannkendall computes it', () => {
    const waves = [5, 5.6, 5.9, 5.3, 4.8, 4.1, 3.9, 4.4, 5.2, 5.9, 6.4, 6.8, 6.3, 5.6, 5.1, 4.9, 5.5, 6.2, 6.9, 7.3];
    const test = mannKendall(waves);
    expect(test).toMatchObject({ s: 64, variance: 948 });
    expect((test?.variance ?? 0) * (test?.inflation ?? 0)).toBeGreaterThanOrEqual(1_151.48);
    expect(test?.p).toBeGreaterThan(0.0633);
  });

  it('says nothing of fewer than 4 values, and p = 1 of a constant', () => {
    expect(mannKendall([1, 2, 3])).toBeNull();
    expect(mannKendall([2, 2, 2, 2, 2])?.p).toBe(1);
  });

  it('keeps its false alarms low in autocorrelated noise, where the uncorrected test does not', () => {
    const next = autoregressive(0.6, normal(seededUniform(17)));
    const tests = series(400, () => 0).map(() => mannKendall(series(60, next)));
    const corrected = tests.filter((test) => (test?.p ?? 1) < 0.05).length / tests.length;
    const plain =
      tests.filter((test) => Math.abs(test?.s ?? 0) > 1.96 * Math.sqrt(test?.variance ?? 1)).length / tests.length;
    expect(plain).toBeGreaterThan(0.25);
    expect(corrected).toBeLessThan(0.12);
  });
});

describe('theilSen()', () => {
  it('gives the slope of 4 of the worked example of Sen (1968, section 6)', () => {
    expect(theilSen([1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78])).toBe(4);
  });

  it('does not mind a wild point, nor two at the same time', () => {
    expect(theilSen([0, 1, 2, 3, 4, 5, 5], [0, 1, 2, 300, 4, 5, 5])).toBe(1);
    expect(theilSen([1, 1], [2, 3])).toBeNull();
  });
});
