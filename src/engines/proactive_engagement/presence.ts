import * as v from 'valibot';

/** One hour, in milliseconds. */
export const HOUR_MS = 3_600_000;

/** Time constants of the decaying count of messages, in hours: within a sitting to within a day. */
export const MESSAGE_TAUS = [1 / 6, 1, 6, 24] as const;
/** Time constants of the decaying count of active hours, in hours: six hours to a month. */
export const ACTIVE_TAUS = [6, 24, 72, 168, 720] as const;
/** How long the hour-of-day and the hour-of-week profile remember, in hours (time constants). */
export const HOUR_OF_DAY_TAU = 45 * 24;
export const HOUR_OF_WEEK_TAU = 60 * 24;
/** Silences are told apart hour by hour up to 6, then by doubling; the last bucket is open. */
export const GAP_BUCKETS = 16;

const Numbers = v.array(v.number());

/** What is kept of when the user was there. All of it is decaying sums: older activity fades, nothing is listed. */
export const PresenceSchema = v.object({
  /** Time of the user's first and last message, epoch ms; null before the first. */
  firstAt: v.nullable(v.number()),
  lastAt: v.nullable(v.number()),
  messages: v.number(),
  /** Distinct clock hours, and distinct days, with a message. */
  activeHours: v.number(),
  activeDays: v.number(),
  /** Days in a row with a message, up to the day of the last one. */
  streak: v.number(),
  messageSums: Numbers,
  activeSums: Numbers,
  hourOfDay: Numbers,
  hourOfWeek: Numbers,
  /** Per bucket of silence: hours the user might have come back in, and times they did. */
  gapExposure: Numbers,
  gapReturns: Numbers,
  /** Log-odds that the user is of the first of the two kinds (`population.ts`), 0 at first. */
  firstKind: v.number(),
});
export type Presence = v.InferOutput<typeof PresenceSchema>;

export function initPresence(): Presence {
  return {
    firstAt: null,
    lastAt: null,
    messages: 0,
    activeHours: 0,
    activeDays: 0,
    streak: 0,
    messageSums: zeros(MESSAGE_TAUS.length),
    activeSums: zeros(ACTIVE_TAUS.length),
    hourOfDay: zeros(24),
    hourOfWeek: zeros(168),
    gapExposure: zeros(GAP_BUCKETS),
    gapReturns: zeros(GAP_BUCKETS),
    firstKind: 0,
  };
}

/** Adds a message of the user. @param at epoch ms, not before the last one */
export function addMessage(presence: Presence, at: number): Presence {
  const silence = presence.lastAt === null ? 0 : (at - presence.lastAt) / HOUR_MS;
  const next = {
    ...presence,
    firstAt: presence.firstAt ?? at,
    lastAt: at,
    messages: presence.messages + 1,
    messageSums: presence.messageSums.map((sum, i) => tidy(sum * decay(silence, MESSAGE_TAUS[i] ?? 1) + 1)),
  };
  const hour = hourOf(at);
  const gap = presence.lastAt === null ? 0 : hour - hourOf(presence.lastAt);
  return presence.lastAt !== null && gap === 0 ? next : addActiveHour(next, hour, gap, presence.lastAt);
}

function addActiveHour(presence: Presence, hour: number, gap: number, lastAt: number | null): Presence {
  const days = lastAt === null ? Infinity : Math.floor(hour / 24) - dayOf(lastAt);
  return {
    ...presence,
    activeHours: presence.activeHours + 1,
    activeDays: presence.activeDays + (days > 0 ? 1 : 0),
    streak: days === 0 ? presence.streak : days === 1 ? presence.streak + 1 : 1,
    activeSums: presence.activeSums.map((sum, i) => tidy(sum * decay(gap, ACTIVE_TAUS[i] ?? 1) + 1)),
    hourOfDay: addToProfile(presence.hourOfDay, decay(gap, HOUR_OF_DAY_TAU), hour),
    hourOfWeek: addToProfile(presence.hourOfWeek, decay(gap, HOUR_OF_WEEK_TAU), hour),
    gapExposure: gap > 0 ? presence.gapExposure.map((hours, b) => hours + hoursInBucket(b, gap)) : presence.gapExposure,
    gapReturns:
      gap > 0 ? presence.gapReturns.map((returns, b) => returns + (b === gapBucket(gap) ? 1 : 0)) : presence.gapReturns,
  };
}

function addToProfile(profile: readonly number[], factor: number, hour: number): number[] {
  const cell = hour % profile.length;
  return profile.map((count, i) => tidy(count * factor + (i === cell ? 1 : 0)));
}

/** Hours since the epoch of the clock hour that `at` (epoch ms) lies in. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}

/** Days since the epoch (UTC) of `at` (epoch ms). */
export function dayOf(at: number): number {
  return Math.floor(at / (24 * HOUR_MS));
}

/** The bucket of a silence of `hours` ≥ 1. */
export function gapBucket(hours: number): number {
  if (hours < 6) return Math.max(0, Math.floor(hours));
  return Math.min(GAP_BUCKETS - 1, 6 + Math.floor(Math.log2(hours / 6)));
}

/** The first hour of silence that falls in the bucket. */
export function bucketStart(bucket: number): number {
  return bucket < 6 ? bucket : 6 * 2 ** (bucket - 6);
}

/** How many of the hours 1…gap of a silence fall in the bucket. */
function hoursInBucket(bucket: number, gap: number): number {
  const end = bucket === GAP_BUCKETS - 1 ? Infinity : bucketStart(bucket + 1);
  return Math.max(0, Math.min(gap + 1, end) - Math.max(1, bucketStart(bucket)));
}

/** What is left after `hours` of a sum that fades with time constant `tau` (hours). */
export function decay(hours: number, tau: number): number {
  return Math.exp(-Math.max(0, hours) / tau);
}

/** The decaying sum of ones over the last `hours` hours: what an always active user would have. */
export function exposure(hours: number, tau: number): number {
  return (1 - Math.exp(-Math.max(0, hours) / tau)) / (1 - Math.exp(-1 / tau));
}

/** Six decimals are plenty, and keep the stored state short. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
