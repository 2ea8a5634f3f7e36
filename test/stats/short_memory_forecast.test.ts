import { sampleCorrelation, standardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { NO_FORECAST, surpriseOf, withValue } from '../../src/stats/short_memory_forecast.ts';
import { normal, seeded } from '../engines/answering_user.ts';

function surprises(values: readonly number[]): number[] {
  let forecast = NO_FORECAST;
  return values.map((value) => {
    const surprise = surpriseOf(forecast, value);
    forecast = withValue(forecast, value);
    return surprise;
  });
}

describe('short-memory forecast', () => {
  it('takes what carries over out of an autoregressive series, and leaves about one standard deviation', () => {
    const random = seeded(4);
    let x = 0;
    const values = Array.from({ length: 2_000 }, () => (x = 0.8 * x + normal(random)));
    const left = surprises(values).slice(100);
    expect(sampleCorrelation(values.slice(1), values.slice(0, -1))).toBeGreaterThan(0.7);
    expect(Math.abs(sampleCorrelation(left.slice(1), left.slice(0, -1)))).toBeLessThan(0.1);
    expect(standardDeviation(left)).toBeCloseTo(1, 0);
  });

  it('follows a level that moves', () => {
    const random = seeded(5);
    const values = Array.from({ length: 800 }, (_, i) => (i < 400 ? 0 : 10) + normal(random));
    const late = surprises(values).slice(700);
    expect(Math.abs(late.reduce((sum, z) => sum + z, 0) / late.length)).toBeLessThan(0.4);
  });

  it('is not surprised by a series that has never varied', () => {
    expect(surprises([3, 3, 3, 9])).toEqual([0, 0, 0, 0]);
  });
});
