import { describe, expect, it } from 'vitest';
import { changePoints } from '../../src/stats/change_points.ts';
import { autoregressive, cauchy, normal, seededUniform, series, studentT3 } from './seeded_noise.ts';

const HOURS = 720;
const RUNS = 14;
const SCALES = [1e-6, 1, 1e6];

const day = (i: number, height: number) => height * Math.sin((2 * Math.PI * i) / 24);

/** How each hour of a stationary series comes about, given uniform numbers. */
const STATIONARY: Record<string, (uniform: () => number) => (i: number) => number> = {
  normal: (u) => normal(u),
  'heavy-tailed (t3)': (u) => studentT3(u),
  'without a variance (Cauchy)': (u) => cauchy(u),
  'skewed (lognormal)': (u) => exponentiated(normal(u)),
  'yes-or-no': (u) => () => (u() < 0.5 ? 1 : 0),
  'autocorrelated (AR 0.5)': (u) => autoregressive(0.5, normal(u)),
  'autocorrelated (AR 0.8)': (u) => autoregressive(0.8, normal(u)),
  'autocorrelated (AR 0.9)': (u) => autoregressive(0.9, normal(u)),
  'autocorrelated and heavy-tailed': (u) => autoregressive(0.7, studentT3(u)),
  'daily, faint': (u) => plus(normal(u), (i) => day(i, 1)),
  'daily, strong': (u) => plus(normal(u), (i) => day(i, 10)),
  'daily and heavy-tailed': (u) => plus(studentT3(u), (i) => day(i, 3)),
  'daily and autocorrelated': (u) => plus(autoregressive(0.5, normal(u)), (i) => day(i, 3)),
  'asleep at night': (u) => plus(normal(u), (i) => (i % 24 < 8 ? 0 : 3)),
  weekly: (u) => plus(normal(u), (i) => (i % 168 < 48 ? 3 : 0)),
  'slowly wandering under noise': (u) => plus(autoregressive(0.9, normal(u)), wide(normal(u))),
};

function plus(a: (i: number) => number, b: (i: number) => number): (i: number) => number {
  return (i) => a(i) + b(i);
}
function wide(noise: () => number): () => number {
  return () => 2 * noise();
}
function exponentiated(noise: () => number): () => number {
  return () => Math.exp(noise());
}

/** A series whose level steps up by `size` at `at`. */
function step(length: number, at: number, size: number, noise: (i: number) => number): number[] {
  return series(length, (i) => (i < at ? 0 : size) + noise(i));
}

describe('changePoints()', () => {
  it.each(Object.entries(STATIONARY))(
    'gives at most one false alarm in 1,000 hours of noise that is %s',
    (_, noise) => {
      let alarms = 0;
      for (let run = 0; run < RUNS; run++) {
        const value = noise(seededUniform(1_000 + run));
        const scale = SCALES[run % SCALES.length] ?? 1;
        alarms += changePoints(series(HOURS, (i) => 7 + scale * value(i))).length;
      }
      expect((1_000 * alarms) / (RUNS * HOURS)).toBeLessThanOrEqual(1);
    },
  );

  it('finds a step of two standard deviations where it is, whatever the noise', () => {
    for (const noise of [normal, studentT3]) {
      const [found, ...others] = changePoints(step(300, 120, 2, noise(seededUniform(5))));
      expect(Math.abs((found ?? 0) - 120)).toBeLessThanOrEqual(5);
      expect(others).toEqual([]);
    }
  });

  it('finds a step under a season and on a trend', () => {
    const noise = normal(seededUniform(11));
    const seasonal = step(480, 300, 3, (i) => noise() + day(i, 4));
    const trending = step(300, 150, 4, (i) => noise() + i / 100);
    for (const [values, at] of [
      [seasonal, 300],
      [trending, 150],
    ] as const) {
      const found = changePoints(values);
      expect(found).toHaveLength(1);
      expect(Math.abs((found[0] ?? 0) - at)).toBeLessThanOrEqual(5);
    }
  });

  it('finds several changes, short regimes among them', () => {
    const noise = normal(seededUniform(3));
    const level = (i: number) => (i < 100 ? 0 : i < 112 ? 8 : i < 220 ? 2 : i < 300 ? -5 : 1);
    expect(changePoints(series(400, (i) => level(i) + noise()))).toEqual([100, 112, 220, 300]);
  });

  it('does not take outliers for a change', () => {
    const noise = normal(seededUniform(8));
    expect(changePoints(series(200, (i) => noise() + (i >= 90 && i < 93 ? 40 : 0)))).toEqual([]);
  });

  it('says nothing of a series that wanders without levels, nor of a straight line', () => {
    const noise = normal(seededUniform(21));
    let walk = 0;
    expect(changePoints(series(500, () => (walk += noise())))).toEqual([]);
    expect(changePoints(series(200, (i) => 0.05 * i + noise()))).toEqual([]);
    expect(changePoints(series(200, (i) => i))).toEqual([]);
  });

  it('finds the same step, at its place, when hours are missing', () => {
    const noise = normal(seededUniform(4));
    const values = step(400, 200, 4, noise).map((value, i) => (i % 5 === 1 ? null : i % 7 === 3 ? NaN : value));
    expect(changePoints(values)).toEqual([200]);
  });

  it('trusts hours by their weight', () => {
    const noise = normal(seededUniform(6));
    const many = series(200, (i) => (i % 2 === 0 ? 25 : 1));
    const values = many.map((n, i) => (i < 100 ? 0 : 1) + noise() / Math.sqrt(n));
    const [found] = changePoints(values, many);
    expect(Math.abs((found ?? 0) - 100)).toBeLessThanOrEqual(5);
    expect(
      changePoints(
        values.map((value, i) => (i < 100 ? value : value + 50)),
        many.map((_, i) => (i < 100 ? 1 : 0)),
      ),
    ).toEqual([]);
  });

  it('has nothing to say of a constant, an empty or a short series', () => {
    expect(changePoints([])).toEqual([]);
    expect(changePoints(series(500, () => 3))).toEqual([]);
    expect(changePoints([0, 0, 0, 0, 0, 9, 9, 9, 9, 9])).toEqual([]);
    expect(changePoints(series(100, () => NaN))).toEqual([]);
  });
});
