import type { HourSum } from '../engine.ts';
import { HOUR_MS, HOURLY_METRICS, RETURN_MS, SESSION_GAP_MS } from './state.ts';
import type { HourlyMetric } from './state.ts';

/** The longest window, which is also the history that windows are compared with. */
export const HISTORY_HOURS = 720;

/** One hour of one metric over all conversations. */
export interface Point {
  hour: number;
  n: number;
  mean: number;
  sum: number;
  sumSquares: number;
}

export type Series = ReadonlyMap<HourlyMetric, readonly Point[]>;

/**
 * Hours for which what happened in the hour is not yet decided at `now`: a turn may still be answered, a session may
 * still grow, a user may still return. They are left out, or the newest hours would always look the worst.
 */
const UNDECIDED_HOURS: Record<HourlyMetric, number> = {
  engagement: 0,
  satisfaction: 0,
  coherence: 0,
  reply_rate: 1 + SESSION_GAP_MS / HOUR_MS,
  session_length: 1 + SESSION_GAP_MS / HOUR_MS,
  return_rate: 1 + RETURN_MS / HOUR_MS,
  sentiment: 0,
  sentiment_drift: 1 + SESSION_GAP_MS / HOUR_MS,
};

const KNOWN: ReadonlyMap<string, HourlyMetric> = new Map(HOURLY_METRICS.map((metric) => [metric, metric]));

/** The decided hours of each metric within {@link HISTORY_HOURS} before `nowHour`, ascending. */
export function seriesOf(hours: readonly HourSum[], nowHour: number): Series {
  const series = new Map<HourlyMetric, Point[]>(HOURLY_METRICS.map((metric) => [metric, []]));
  for (const { metric: name, hour, n, sum, sumSquares } of hours) {
    const metric = KNOWN.get(name);
    if (metric === undefined || n <= 0) continue;
    if (hour > nowHour - UNDECIDED_HOURS[metric] || hour <= nowHour - HISTORY_HOURS) continue;
    series.get(metric)?.push({ hour, n, mean: sum / n, sum, sumSquares });
  }
  for (const points of series.values()) points.sort((a, b) => a.hour - b.hour);
  return series;
}

/**
 * The points of a window of `windowHours` that ends at `nowHour`. A return takes seven days to decide: the window of
 * return_rate is the one that ended seven days ago, as far as history goes.
 */
export function within(
  points: readonly Point[],
  metric: HourlyMetric,
  windowHours: number,
  nowHour: number,
): readonly Point[] {
  const end = metric === 'return_rate' ? nowHour - UNDECIDED_HOURS.return_rate : nowHour;
  return points.filter((point) => point.hour > end - windowHours && point.hour <= end);
}
