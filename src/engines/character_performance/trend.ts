import { mannKendall } from '../../stats/mann_kendall.ts';
import { theilSen } from '../../stats/theil_sen.ts';
import type { Point } from './series.ts';
import { DAY_HOURS } from './state.ts';

/** Fewest points that a trend can be told in: with 5, p < 0.05 takes a perfect order. */
const FEWEST_POINTS = 5;
/** Hours of history before the window, at the same hour of the day, at which that hour's own level counts half. */
const RHYTHM_PRIOR = 5;

export interface Trend {
  /** Theil-Sen, in the metric's unit per day. */
  slopePerDay: number | null;
  /** Mann-Kendall, two-sided, corrected for autocorrelation. */
  p: number | null;
}

const UNKNOWN: Trend = { slopePerDay: null, p: null };

/**
 * The trend over a window: of daily means where the window has days, else of hourly means freed from the rhythm of
 * the day that the history before the window shows (or every evening would look like a decline).
 */
export function trendOf(window: readonly Point[], history: readonly Point[], windowHours: number): Trend {
  const points = windowHours > DAY_HOURS ? daily(window, windowHours) : withoutRhythm(window, history);
  if (points.length < FEWEST_POINTS) return UNKNOWN;
  const values = points.map((point) => point.value);
  const test = mannKendall(values);
  return {
    slopePerDay: theilSen(
      points.map((point) => point.day),
      values,
    ),
    p: test?.p ?? null,
  };
}

interface TimedValue {
  day: number;
  value: number;
}

/** Means of each 24 hours, counted back from the window's last hour, so that no day is half as long as the others. */
function daily(window: readonly Point[], windowHours: number): TimedValue[] {
  const last = window.at(-1)?.hour ?? 0;
  const days = new Map<number, { sum: number; n: number }>();
  for (const point of window) {
    const day = -Math.floor((last - point.hour) / DAY_HOURS);
    if (day <= -windowHours / DAY_HOURS) continue;
    const total = days.get(day) ?? { sum: 0, n: 0 };
    days.set(day, { sum: total.sum + point.sum, n: total.n + point.n });
  }
  return [...days].map(([day, { sum, n }]) => ({ day, value: sum / n })).sort((a, b) => a.day - b.day);
}

function withoutRhythm(window: readonly Point[], history: readonly Point[]): TimedValue[] {
  const start = window[0]?.hour ?? 0;
  const earlier = history.filter((point) => point.hour < start);
  const n = earlier.reduce((sum, point) => sum + point.n, 0);
  const level = n > 0 ? earlier.reduce((sum, point) => sum + point.sum, 0) / n : 0;
  const hours = Array.from({ length: DAY_HOURS }, () => ({ distance: 0, count: 0 }));
  for (const point of earlier) {
    const hour = hours[point.hour % DAY_HOURS];
    if (hour === undefined) continue;
    hour.distance += point.mean - level;
    hour.count++;
  }
  return window.map((point) => {
    const { distance, count } = hours[point.hour % DAY_HOURS] ?? { distance: 0, count: 0 };
    return { day: point.hour / DAY_HOURS, value: point.mean - distance / (count + RHYTHM_PRIOR) };
  });
}
