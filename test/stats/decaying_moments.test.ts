import { sampleVariance } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { addTo, effectiveCount, NO_MOMENTS, standardError, variance } from '../../src/stats/decaying_moments.ts';

const VALUES = [4, 7, 13, 16, -2.5];

describe('decaying moments', () => {
  it('are the plain mean and variance when nothing fades', () => {
    const moments = VALUES.reduce((sum, value) => addTo(sum, value, Infinity), NO_MOMENTS);
    expect(moments.mean).toBeCloseTo(7.5, 12);
    expect(variance(moments)).toBeCloseTo(sampleVariance(VALUES), 10);
    expect(effectiveCount(moments)).toBe(5);
    expect(standardError(moments)).toBeCloseTo(Math.sqrt(sampleVariance(VALUES) / 5), 10);
  });

  it('are the weighted mean and variance by their definition when they fade', () => {
    const moments = VALUES.reduce((sum, value) => addTo(sum, value, 2), NO_MOMENTS);
    const weights = VALUES.map((_, i) => 2 ** (-(VALUES.length - 1 - i) / 2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0);
    const mean = VALUES.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / total;
    const scatter = VALUES.reduce((sum, value, i) => sum + (weights[i] ?? 0) * (value - mean) ** 2, 0);
    expect(moments.mean).toBeCloseTo(mean, 12);
    expect(variance(moments)).toBeCloseTo(scatter / (total - squares / total), 12);
  });

  it('say nothing of spread from one value', () => {
    expect(variance(addTo(NO_MOMENTS, 3, 10))).toBeNull();
    expect(standardError(NO_MOMENTS)).toBeNull();
  });
});
