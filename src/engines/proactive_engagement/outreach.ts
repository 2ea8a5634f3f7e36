import * as v from 'valibot';
import { HOUR_MS } from './presence.ts';

/** An outreach counts as answered by a message of the user within this time. */
const ANSWER_MS = 24 * HOUR_MS;
/** The first ignored outreach is followed by a day of rest, each further one by twice the last, up to 32 days. */
const BASE_REST_MS = 24 * HOUR_MS;
const MAX_DOUBLINGS = 5;
/** Outreach within an hour of the last is the same attempt in several messages. */
const SAME_ATTEMPT_MS = HOUR_MS;
/** Prior of the rate of answers: mean 1/3, worth three outreaches. An assumption: no labelled outreach was at hand. */
const PRIOR_ANSWERED = 1;
const PRIOR_IGNORED = 2;
/** Most attempts whose day is not over; the oldest is taken for ignored when there are more. */
const MAX_PENDING = 24;

export const OutreachHistorySchema = v.object({
  answered: v.number(),
  ignored: v.number(),
  /** Attempts in a row that were not answered in time, those pending left out; halved when the user came back later. */
  ignoredStreak: v.number(),
  /** Times of the attempts whose day is not over and that are not answered, epoch ms. */
  pending: v.array(v.number()),
  /** Time of the last outreach, epoch ms. */
  lastAt: v.nullable(v.number()),
});
export type OutreachHistory = v.InferOutput<typeof OutreachHistorySchema>;

export function initOutreach(): OutreachHistory {
  return { answered: 0, ignored: 0, ignoredStreak: 0, pending: [], lastAt: null };
}

/** The bot wrote first at `at` (epoch ms). */
export function addOutreach(history: OutreachHistory, at: number): OutreachHistory {
  const { pending, lastAt, ...settled } = settle(history, at);
  const same = lastAt !== null && at - lastAt < SAME_ATTEMPT_MS && pending.length > 0;
  if (same) return { ...settled, pending, lastAt: at };
  const overflow = pending.length >= MAX_PENDING ? 1 : 0;
  return {
    answered: settled.answered,
    ignored: settled.ignored + overflow,
    ignoredStreak: settled.ignoredStreak + overflow,
    pending: [...pending.slice(overflow), at],
    lastAt: at,
  };
}

/** The user wrote at `at` (epoch ms): what is pending is answered; what was ignored is half forgiven. */
export function addReturn(history: OutreachHistory, at: number): OutreachHistory {
  if (history.lastAt === null || (history.pending.length === 0 && history.ignoredStreak === 0)) return history;
  const { pending, ...settled } = settle(history, at);
  if (pending.length > 0)
    return { ...settled, answered: settled.answered + pending.length, ignoredStreak: 0, pending: [] };
  return { ...settled, ignoredStreak: Math.floor(settled.ignoredStreak / 2), pending };
}

/** Attempts whose day is over at `at` are ignored ones. */
function settle(history: OutreachHistory, at: number): OutreachHistory {
  const pending = history.pending.filter((sentAt) => at - sentAt <= ANSWER_MS);
  const over = history.pending.length - pending.length;
  if (over === 0) return history;
  return { ...history, ignored: history.ignored + over, ignoredStreak: history.ignoredStreak + over, pending };
}

/**
 * Share of outreach answered within a day: mean of the Beta posterior, (answered + 1) / (answered + ignored + 3).
 * @returns 0 to 1; null while no outreach has had its day
 */
export function successRate(history: OutreachHistory, now: number): number | null {
  const { answered, ignored } = settle(history, now);
  const tried = answered + ignored;
  return tried === 0 ? null : (answered + PRIOR_ANSWERED) / (tried + PRIOR_ANSWERED + PRIOR_IGNORED);
}

/**
 * Until when to leave the user alone after outreach they did not answer: exponential back-off.
 * @returns epoch ms, null when nothing was ignored or the rest is over
 */
export function restUntil(history: OutreachHistory, now: number): number | null {
  const { ignoredStreak, pending, lastAt } = settle(history, now);
  const unanswered = ignoredStreak + pending.length;
  if (lastAt === null || unanswered === 0) return null;
  const until = lastAt + BASE_REST_MS * 2 ** Math.min(MAX_DOUBLINGS, unanswered - 1);
  return until > now ? until : null;
}
