import type { CharacterPerformance } from '../../domain/character_performance.ts';
import type { WindowHours } from '../engine.ts';
import { within } from './series.ts';
import type { Point, Series } from './series.ts';
import type { HourlyMetric } from './state.ts';
import { DAY_HOURS } from './state.ts';
import { trendOf } from './trend.ts';

type Summary = CharacterPerformance['metrics'][number];

/** Fewest scores of a metric in the window that a trend is judged by. */
const FEWEST_SCORES = 5;
/** Fewest turns, sessions or messages in the window that a proxy stands on. */
const FEWEST_PROXIES = 10;
const SCORES: readonly HourlyMetric[] = ['engagement', 'satisfaction', 'coherence'];
/** Proxies that say how well the bot does; the others only describe. */
const QUALITY_PROXIES: readonly HourlyMetric[] = ['reply_rate', 'return_rate', 'sentiment'];
const UNITS: Record<HourlyMetric, string> = {
  engagement: 'score, 0 to 1',
  satisfaction: 'score, 0 to 1',
  coherence: 'score, 0 to 1',
  reply_rate: 'share of bot turns',
  session_length: 'm / (m + 20) of m messages a session',
  return_rate: 'share of sessions',
  sentiment: 'of a message, -1 to 1',
  sentiment_drift: 'half the change within a session, -1 to 1',
};
const SIGNIFICANT = 0.05;
/** Change over the whole window that matters, in the metric's unit (scores and rates: of a range of 1). */
const RELEVANT = 0.05;
/** Standard normal quantile of a two-sided 95 % interval. */
const INTERVAL = 1.96;
/** A proxy is not the thing itself: with it an average is at most this sure. */
const PROXY_TRUST = 0.7;
/** Variance of a score before anything is known (uniform on 0 to 1), and the values it weighs as much as. */
const PRIOR_VARIANCE = 1 / 12;
const PRIOR_VALUES = 2;

/** An average with how sure it is, 0 to 1. */
export interface Average {
  value: number | null;
  sureness: number;
}

/** Each metric over the window, those without values left out. */
export function summariesOf(series: Series, windowHours: WindowHours, nowHour: number): Summary[] {
  return [...series].flatMap(([metric, points]): Summary[] => {
    const window = within(points, metric, windowHours, nowHour);
    const n = sum(window, 'n');
    if (n === 0) return [];
    const { slopePerDay, p } = trendOf(window, points, windowHours);
    return [
      {
        metric,
        source: SCORES.includes(metric) ? 'score' : 'proxy',
        unit: UNITS[metric],
        n,
        mean: rounded(sum(window, 'sum') / n),
        slope_per_day: slopePerDay === null ? null : rounded(slopePerDay),
        p_value: p === null ? null : rounded(p),
      },
    ];
  });
}

/** A score's average over the window, as soon as there is one: how little one score says, sureness tells. */
export function scoreAverage(series: Series, metric: HourlyMetric, windowHours: WindowHours, nowHour: number): Average {
  return average(series, metric, windowHours, nowHour, 1);
}

/** Engagement: scores wherever there are any, else the reply rate, averaged with the return rate where that is known. */
export function engagementOf(series: Series, windowHours: WindowHours, nowHour: number): Average {
  const scored = scoreAverage(series, 'engagement', windowHours, nowHour);
  if (scored.value !== null) return scored;
  const replies = average(series, 'reply_rate', windowHours, nowHour, FEWEST_PROXIES);
  const returns = average(series, 'return_rate', windowHours, nowHour, FEWEST_PROXIES);
  if (replies.value === null) return { value: null, sureness: 0 };
  const value = returns.value === null ? replies.value : (replies.value + returns.value) / 2;
  // An average of two is as sure as they are on average; one that is not known yet counts 0.
  return { value, sureness: (PROXY_TRUST * (replies.sureness + returns.sureness)) / 2 };
}

/** Satisfaction: scores wherever there are any, else the users' mean sentiment moved from -1..1 to 0..1. */
export function satisfactionOf(series: Series, windowHours: WindowHours, nowHour: number): Average {
  const scored = scoreAverage(series, 'satisfaction', windowHours, nowHour);
  if (scored.value !== null) return scored;
  const sentiment = average(series, 'sentiment', windowHours, nowHour, FEWEST_PROXIES);
  if (sentiment.value === null) return { value: null, sureness: 0 };
  return { value: rounded((sentiment.value + 1) / 2), sureness: PROXY_TRUST * sentiment.sureness };
}

/**
 * Whether quality moved: the scores, or the proxies where there are no scores, whose trend is significant (Mann-Kendall,
 * 5 % over all of them by Bonferroni) and relevant; stable when they disagree.
 */
export function qualityTrend(
  summaries: readonly Summary[],
  windowHours: WindowHours,
): CharacterPerformance['quality_trend'] {
  const scored = summaries.filter((summary) => summary.source === 'score' && summary.n >= FEWEST_SCORES);
  const judged = scored.length > 0 ? scored : summaries.filter((summary) => isQualityProxy(summary));
  const moved = judged.filter(
    ({ p_value, slope_per_day }) =>
      p_value !== null &&
      slope_per_day !== null &&
      p_value < SIGNIFICANT / judged.length &&
      Math.abs(slope_per_day) * (windowHours / DAY_HOURS) >= RELEVANT,
  );
  if (moved.length === 0) return 'stable';
  if (moved.every(({ slope_per_day }) => (slope_per_day ?? 0) > 0)) return 'improving';
  return moved.every(({ slope_per_day }) => (slope_per_day ?? 0) < 0) ? 'declining' : 'stable';
}

function isQualityProxy(summary: Summary): boolean {
  return summary.n >= FEWEST_PROXIES && QUALITY_PROXIES.some((metric) => metric === summary.metric);
}

/** Sureness: 1 less the width of the 95 % interval of the mean; hours count as one value each when that is wider. */
function average(
  series: Series,
  metric: HourlyMetric,
  windowHours: WindowHours,
  nowHour: number,
  fewest: number,
): Average {
  const window = within(series.get(metric) ?? [], metric, windowHours, nowHour);
  const n = sum(window, 'n');
  if (n < fewest) return { value: null, sureness: 0 };
  const mean = sum(window, 'sum') / n;
  const scatter = Math.max(0, sum(window, 'sumSquares') - n * mean * mean);
  const variance = (scatter + PRIOR_VALUES * PRIOR_VARIANCE) / (n + PRIOR_VALUES);
  const between = window.reduce((total, point) => total + (point.n * (point.mean - mean)) ** 2, 0) / (n * n);
  const error = Math.sqrt(Math.max(variance / n, between));
  return { value: rounded(mean), sureness: Math.max(0, 1 - 2 * INTERVAL * error) };
}

function sum(points: readonly Point[], what: 'n' | 'sum' | 'sumSquares'): number {
  return points.reduce((total, point) => total + point[what], 0);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}
