import * as v from 'valibot';
import { overdispersion, poissonRateTest } from '../../stats/poisson_rate_test.ts';

const DAY_MS = 86_400_000;
/** The last so many days are compared with what went before. */
export const RECENT_DAYS = 14;
/** How far back recalls are counted; older days are dropped. */
export const COUNTED_DAYS = 56;
/** Fewer earlier days than this are no ground for a comparison. */
const MIN_EARLIER_DAYS = 14;
/** A trend is told when a difference as large would come by chance less often than this. */
const SIGNIFICANCE = 0.05;

/** Recalls by day (days since the epoch, UTC). */
export const RecallDaysSchema = v.strictObject({
  /** The day on which something was first known; null before that. */
  since: v.nullable(v.number()),
  /** [day, recalls], oldest first, days without recalls left out, at most 56. */
  counts: v.array(v.tuple([v.number(), v.number()])),
});
export type RecallDays = v.InferOutput<typeof RecallDaysSchema>;
export type RecallTrend = 'increasing' | 'stable' | 'declining';

/** The counts after `recalls` more at `at` (epoch milliseconds), not before the last ones. */
export function countRecalls(days: RecallDays, recalls: number, at: number): RecallDays {
  const day = Math.floor(at / DAY_MS);
  const since = days.since ?? day;
  if (recalls === 0) return days.since === since ? days : { ...days, since };
  const kept = days.counts.filter(([other]) => other > day - COUNTED_DAYS && other !== day);
  const today = days.counts.find(([other]) => other === day)?.[1] ?? 0;
  return { since, counts: [...kept, [day, today + recalls]] };
}

/**
 * Whether recalls come more or less often in the last 14 days than in up to 42 days before: an exact test on the two
 * rates at the 5 % level, on counts divided by their overdispersion, since recalls come in bursts.
 */
export function recallTrend(days: RecallDays, now: number): RecallTrend {
  if (days.since === null) return 'stable';
  const today = Math.floor(now / DAY_MS);
  const oldest = Math.max(days.since, today - COUNTED_DAYS + 1);
  const boundary = today - RECENT_DAYS;
  if (boundary - oldest + 1 < MIN_EARLIER_DAYS) return 'stable';
  const byDay = new Map(days.counts);
  const between = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => byDay.get(from + index) ?? 0);
  const earlier = between(oldest, boundary);
  const recent = between(boundary + 1, today);
  // The larger of the two, not the pooled one: a single talkative evening in either period must not pass as a trend.
  const dispersion = Math.max(overdispersion([earlier]), overdispersion([recent]));
  const recentCount = sum(recent) / dispersion;
  const earlierCount = sum(earlier) / dispersion;
  const pValue = poissonRateTest(Math.round(recentCount), recent.length, Math.round(earlierCount), earlier.length);
  if (pValue >= SIGNIFICANCE) return 'stable';
  return recentCount / recent.length > earlierCount / earlier.length ? 'increasing' : 'declining';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
