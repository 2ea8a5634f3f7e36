import * as v from 'valibot';
import { HOUR_MS } from './presence.ts';

const DAY_MS = 24 * HOUR_MS;
/** For how long a milestone is told after it was reached, and an anniversary before. */
const TELL_MS = 7 * DAY_MS;
const MESSAGE_COUNTS = [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000];
const STREAK_DAYS = [7, 14, 30, 50, 100, 200, 365, 500, 1_000];
const MONTHS = [1, 3, 6];

/** A round number that was reached (or will be), and when (epoch ms). */
const ReachedSchema = v.object({ milestone: v.string(), at: v.number() });
export type Reached = v.InferOutput<typeof ReachedSchema>;

export const MilestoneStateSchema = v.object({
  /** Messages of both sides. */
  messages: v.number(),
  firstAt: v.nullable(v.number()),
  /** The last round count and the last round streak; older ones are dropped. */
  count: v.nullable(ReachedSchema),
  streak: v.nullable(ReachedSchema),
});
export type MilestoneState = v.InferOutput<typeof MilestoneStateSchema>;

export function initMilestones(): MilestoneState {
  return { messages: 0, firstAt: null, count: null, streak: null };
}

/**
 * Counts a message of either side.
 * @param streak days in a row on which the user wrote, when this message made it longer, else null
 */
export function countMessage(state: MilestoneState, at: number, streak: number | null): MilestoneState {
  const messages = state.messages + 1;
  return {
    messages,
    firstAt: state.firstAt ?? at,
    count: MESSAGE_COUNTS.includes(messages) ? { milestone: `${messages} messages`, at } : state.count,
    streak:
      streak !== null && STREAK_DAYS.includes(streak) ? { milestone: `${streak} days in a row`, at } : state.streak,
  };
}

/** What is worth a word at `now`: reached within the last week, or an anniversary of the next; soonest last. */
export function milestonesAt(state: MilestoneState, now: number): Reached[] {
  const reached = [state.count, state.streak].filter((one) => one !== null);
  return [...reached, ...anniversaries(state.firstAt, now)]
    .filter(({ at }) => Math.abs(now - at) <= TELL_MS)
    .sort((a, b) => a.at - b.at || (a.milestone < b.milestone ? -1 : 1));
}

function anniversaries(firstAt: number | null, now: number): Reached[] {
  if (firstAt === null) return [];
  const nearest = Math.round((now - firstAt) / (365.2425 * DAY_MS));
  const months = MONTHS.map((n) => ({ milestone: n === 1 ? '1 month' : `${n} months`, at: monthsAfter(firstAt, n) }));
  if (nearest < 1) return months;
  return [{ milestone: nearest === 1 ? '1 year' : `${nearest} years`, at: monthsAfter(firstAt, 12 * nearest) }];
}

/** The same day and time `months` later; the last day of a month that is too short. */
function monthsAfter(at: number, months: number): number {
  const from = new Date(at);
  const target = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate();
  return target + (Math.min(from.getUTCDate(), lastDay) - 1) * DAY_MS + (at - Math.floor(at / DAY_MS) * DAY_MS);
}
