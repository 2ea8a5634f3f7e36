import { decay, exposure, HOUR_MS, HOUR_OF_DAY_TAU, HOUR_OF_WEEK_TAU, hourOf } from './presence.ts';
import type { Presence } from './presence.ts';
import { bellOf, smoothedBy } from './features.ts';

/** Evidence without which no hour is called good: distinct active hours (faded) on distinct days, over a span. */
const MIN_ACTIVE_HOURS = 8;
const MIN_DAYS = 4;
const MIN_WEEKS_FOR_WEEKDAYS = 2;
/** Evidence without which no hour is called quiet: each three hours should have seen this many active ones. */
const MIN_EXPECTED = 4;
/** Quiet is an hour whose neighbourhood saw less than this share of what an even day would give. */
const QUIET_SHARE = 0.15;
/** Good is an hour this many times better than the average one. */
const GOOD_RATIO = 1.5;
/** Counts an hour of the week borrows from the same hour of all days. */
const PRIOR_WEEKS = 4;
/** Within this time of their last message the user is there, whatever the hour. */
const PRESENT_MS = HOUR_MS / 2;
const MAX_HOURS = 3;
const MAX_WINDOWS = 5;

/** An hour of the week (UTC, weekday 0 is Sunday) and the share of weeks in which the user was there. */
export interface Window {
  weekday: number;
  hour: number;
  probability: number;
}

/** How the active hours fade over the clock hours next to each, of the day and of the week. */
const HOUR_OF_DAY_BELL = bellOf(0, 1);
const HOUR_OF_WEEK_BELL = bellOf(0, 0.7);

/** Faded counts of active hours by hour of the day, and all of them. */
interface DayCounts {
  counts: number[];
  evidence: number;
}

function dayCounts(presence: Presence, now: number): DayCounts {
  const left = presence.lastAt === null ? 0 : decay((now - presence.lastAt) / HOUR_MS, HOUR_OF_DAY_TAU);
  const counts = presence.hourOfDay.map((count) => count * left);
  return { counts, evidence: counts.reduce((sum, count) => sum + count, 0) };
}

/** What the hours of the day are like for this user. */
export interface DayProfile {
  /** Per hour of the day: chance of being there, smoothed over an hour or so. */
  rate: number[];
  mean: number;
}

/** The same of the hours of the day as known at `now`; null while there is too little evidence to call any hour good. */
export function dayProfile(presence: Presence, now: number): DayProfile | null {
  const { counts, evidence } = dayCounts(presence, now);
  if (evidence < MIN_ACTIVE_HOURS || presence.activeDays < MIN_DAYS) return null;
  const days = exposure(historyHours(presence, now), HOUR_OF_DAY_TAU) / 24;
  const prior = evidence / 24;
  // One day of the average hour is added to each, which pulls single visits towards it.
  const rate = counts.map((_, hour) =>
    Math.min(1, (smoothedBy(counts, hour, HOUR_OF_DAY_BELL) + prior / Math.max(1, days)) / (days + 1)),
  );
  return { rate, mean: rate.reduce((sum, x) => sum + x, 0) / 24 };
}

function historyHours(presence: Presence, now: number): number {
  return presence.firstAt === null ? 1 : Math.max(1, (now - presence.firstAt) / HOUR_MS);
}

/** The best hours of the day (UTC), at most 3, the best first; empty while no hour stands out on enough evidence. */
export function optimalHours(profile: DayProfile | null): number[] {
  if (profile === null) return [];
  return profile.rate
    .map((rate, hour) => ({ hour, rate }))
    .filter(({ rate }) => rate >= GOOD_RATIO * profile.mean)
    .sort((a, b) => b.rate - a.rate || a.hour - b.hour)
    .slice(0, MAX_HOURS)
    .map(({ hour }) => hour);
}

/** The best hours of the week, at most 5, the best first; empty before two weeks of history. */
export function bestWindows(presence: Presence, day: DayProfile | null, now: number): Window[] {
  const history = historyHours(presence, now);
  if (day === null || presence.lastAt === null || history < MIN_WEEKS_FOR_WEEKDAYS * 168) return [];
  const left = decay((now - presence.lastAt) / HOUR_MS, HOUR_OF_WEEK_TAU);
  const weeks = exposure(history, HOUR_OF_WEEK_TAU) / 168;
  const good: Window[] = [];
  for (let index = 0; index < presence.hourOfWeek.length; index++) {
    const seen = smoothedBy(presence.hourOfWeek, index, HOUR_OF_WEEK_BELL) * left;
    const share = (seen + PRIOR_WEEKS * (day.rate[index % 24] ?? 0)) / (weeks + PRIOR_WEEKS);
    const probability = Math.min(1, Math.round(share * 1000) / 1000);
    if (probability >= GOOD_RATIO * day.mean && probability > 0) good.push({ ...dayAndHour(index), probability });
  }
  return good
    .sort((a, b) => b.probability - a.probability || a.weekday - b.weekday || a.hour - b.hour)
    .slice(0, MAX_WINDOWS);
}

/** Cell 0 of the week is a Thursday's first hour, as the epoch's was. */
function dayAndHour(index: number): { weekday: number; hour: number } {
  return { weekday: (Math.floor(index / 24) + 4) % 7, hour: index % 24 };
}

/**
 * The end of the quiet hours that `now` lies in, learnt from this user's own days.
 * @returns epoch ms on the hour; null when the user is about, or no hour can be called quiet
 */
export function quietUntil(presence: Presence, now: number): number | null {
  if (presence.lastAt === null || now - presence.lastAt < PRESENT_MS || presence.activeDays < MIN_DAYS) return null;
  const { counts, evidence } = dayCounts(presence, now);
  if (evidence / 8 < MIN_EXPECTED) return null;
  const isQuiet = (hour: number) =>
    [23, 0, 1].reduce((sum, k) => sum + (counts[(hour + k) % 24] ?? 0), 0) <= (QUIET_SHARE * evidence) / 8;
  const from = hourOf(now);
  for (let ahead = 0; ahead < 24; ahead++)
    if (!isQuiet((from + ahead) % 24)) return ahead === 0 ? null : (from + ahead) * HOUR_MS;
  return null;
}
