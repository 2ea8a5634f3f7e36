import { describe, expect, it } from 'vitest';
import { shrunkenRegression } from '../../src/stats/shrunken_regression.ts';

describe('shrunkenRegression()', () => {
  it('is the normal-normal posterior for one predictor: d t/(t+v), with variance t v/(t+v)', () => {
    // X'X = 20 and noise 1 make v = 1/20; X'y = 12 makes d = 0.6.
    const [coefficient] = shrunkenRegression([[20]], [12], 1, 0.09);
    expect(coefficient?.mean).toBeCloseTo((0.6 * 0.09) / (0.09 + 0.05), 12);
    expect((coefficient?.deviation ?? 0) ** 2).toBeCloseTo((0.09 * 0.05) / (0.09 + 0.05), 12);
  });

  it('becomes least squares when the prior is wide', () => {
    // Inverse of [[4, 2], [2, 3]] is [[3, -2], [-2, 4]] / 8.
    const [a, b] = shrunkenRegression([[4, 2], [2, 3]], [10, 9], 2, 1e12); // prettier-ignore
    expect(a?.mean).toBeCloseTo((3 * 10 - 2 * 9) / 8, 8);
    expect(b?.mean).toBeCloseTo((-2 * 10 + 4 * 9) / 8, 8);
    expect(a?.deviation).toBeCloseTo(Math.sqrt((2 * 3) / 8), 8);
    expect(b?.deviation).toBeCloseTo(Math.sqrt((2 * 4) / 8), 8);
  });

  it('shares between predictors that cannot be told apart', () => {
    const [a, b] = shrunkenRegression([[10, 10], [10, 10]], [8, 8], 1, 0.25); // prettier-ignore
    expect(a?.mean).toBeCloseTo(b?.mean ?? NaN, 10);
    expect(a?.mean).toBeLessThan(0.4);
  });
});
