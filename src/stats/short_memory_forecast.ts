import * as v from 'valibot';
import { addTo, DecayingMomentsSchema, NO_MOMENTS, variance } from './decaying_moments.ts';

/** The level follows the series: a value counts half after this many others. */
const LEVEL_HALF_LIFE = 50;
/** "Recently" is a mean in which a value counts half after this many others. */
const RECENT_HALF_LIFE = 5;
/** How long the regression on what came just before remembers. */
const REGRESSION_HALF_LIFE = 300;
/** The regression starts from "nothing carries over", as sure as after this many values. */
const PRIOR_VALUES = 5;

/** A series that drifts, and whose neighbouring values resemble each other. */
export const ForecastSchema = v.strictObject({
  level: DecayingMomentsSchema,
  /** The last value, and the mean of the recent ones, less the level. */
  last: v.number(),
  recent: v.number(),
  /** Fading sums for a regression of the next value's deviation on those two: aa, ab, bb, ay, by. */
  sums: v.tuple([v.number(), v.number(), v.number(), v.number(), v.number()]),
  /** What the forecasts missed by. */
  misses: DecayingMomentsSchema,
});
export type Forecast = v.InferOutput<typeof ForecastSchema>;

export const NO_FORECAST: Forecast = {
  level: NO_MOMENTS,
  last: 0,
  recent: 0,
  sums: [0, 0, 0, 0, 0],
  misses: NO_MOMENTS,
};

/**
 * How far a value lies from what the values before it led to expect, in standard deviations of such misses; 0 where
 * the series has not varied. The expectation is level + a last + b recent, with a and b by recursive least squares
 * with forgetting and a ridge (Ljung & Soderstrom, Theory and Practice of Recursive Identification, 1983, chapter 2).
 */
export function surpriseOf(forecast: Forecast, value: number): number {
  const spread = Math.sqrt(variance(forecast.misses) ?? 0);
  return spread < 1e-6 ? 0 : (value - expected(forecast)) / spread;
}

/** The forecast with one more value of the series. */
export function withValue(forecast: Forecast, value: number): Forecast {
  const isFirst = forecast.level.weight === 0;
  const level = addTo(forecast.level, value, LEVEL_HALF_LIFE);
  const deviation = isFirst ? 0 : value - forecast.level.mean;
  const { last: a, recent: b } = forecast;
  const fade = 2 ** (-1 / REGRESSION_HALF_LIFE);
  const [aa, ab, bb, ay, by] = forecast.sums;
  const recentFade = 2 ** (-1 / RECENT_HALF_LIFE);
  return {
    level,
    last: deviation,
    recent: recentFade * b + (1 - recentFade) * deviation,
    sums: [
      aa * fade + a * a,
      ab * fade + a * b,
      bb * fade + b * b,
      ay * fade + a * deviation,
      by * fade + b * deviation,
    ],
    misses: isFirst ? NO_MOMENTS : addTo(forecast.misses, value - expected(forecast), LEVEL_HALF_LIFE),
  };
}

function expected({ level, last, recent, sums }: Forecast): number {
  const [aa, ab, bb, ay, by] = sums;
  const ridge = PRIOR_VALUES * (variance(level) ?? 0);
  const determinant = (aa + ridge) * (bb + ridge) - ab * ab;
  if (determinant < 1e-12) return level.mean;
  const a = ((bb + ridge) * ay - ab * by) / determinant;
  const b = ((aa + ridge) * by - ab * ay) / determinant;
  return level.mean + a * last + b * recent;
}
