import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogHistogram } from '../../src/stats/log_histogram.ts';
import { addToHistogram, quantileOf, totalOf } from '../../src/stats/log_histogram.ts';

const held = (values: readonly number[]) =>
  values.reduce((histogram: LogHistogram, value) => addToHistogram(histogram, value), []);

describe('log histogram', () => {
  it('finds quantiles within 5 %', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (values, probability) => {
          const rank = Math.max(1, Math.ceil(probability * values.length));
          const exact = values.sort((a, b) => a - b)[rank - 1] ?? 0;
          expect(Math.abs((quantileOf(held(values), probability) ?? 0) / exact - 1)).toBeLessThan(0.05);
        },
      ),
    );
  });

  it('forgets: after as many new values as it holds, they are what it tells', () => {
    const values = [...Array.from({ length: 600 }, () => 10), ...Array.from({ length: 600 }, () => 1_000)];
    expect(quantileOf(held(values), 0.5)).toBeGreaterThan(900);
    expect(totalOf(held(values))).toBeLessThan(512);
  });

  it('has no quantile when empty', () => {
    expect(quantileOf([], 0.5)).toBeNull();
  });
});
