import {
  ACTIVE_TAUS,
  bucketStart,
  decay,
  exposure,
  gapBucket,
  HOUR_MS,
  HOUR_OF_DAY_TAU,
  HOUR_OF_WEEK_TAU,
  hourOf,
  MESSAGE_TAUS,
} from './presence.ts';
import type { Presence } from './presence.ts';
import { PRIOR_RATE, RETURN_HAZARD } from './population.ts';

/** Where the straight pieces of log silence meet, in minutes: five minutes to a month. */
const SILENCE_KNOTS = [5, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 5760, 10_080, 20_160, 43_200];
const LOG_SILENCE_KNOTS = SILENCE_KNOTS.map((minutes) => Math.log(minutes));
/** Hours at {@link PRIOR_RATE} that every rate starts out from. */
const PRIOR_HOURS = 24;
/** Hours of silence that the population's hazard weighs against the user's own. */
const PRIOR_GAP_HOURS = 160;
/** Widths, in hours, by which the profiles are smoothed: of the day twice, of the week. */
const NARROW = 0.7;
const WIDE = 3;
const WEEK = 1;
/** The months of history after which a longer one makes no difference. */
const MAX_HISTORY_HOURS = 180 * 24;

/**
 * What the model knows of a user before an hour: one number per coefficient of `USER_KINDS`, in their order. All
 * are logs of ratios or of counts, so that a user who writes twice as often moves them by a step.
 * @param startMs beginning of the hour, epoch ms; any minute of the clock; taken for the last message when before it
 * @param totals of the profiles, for whoever asks about many hours
 * @returns null before the first message
 */
export function presenceFeatures(
  presence: Presence,
  startMs: number,
  totals: ProfileTotals = profileTotals(presence),
): number[] | null {
  if (presence.firstAt === null || presence.lastAt === null) return null;
  const at = Math.max(startMs, presence.lastAt);
  const silence = (at - presence.lastAt) / HOUR_MS;
  const gap = Math.max(1, at / HOUR_MS - hourOf(presence.lastAt));
  const history = Math.max(1, at / HOUR_MS - hourOf(presence.firstAt));

  const logSilence = Math.log(Math.max(0.5, silence * 60));
  const pieces = LOG_SILENCE_KNOTS.map((knot) => Math.max(0, logSilence - knot));
  const messages = presence.messageSums.map((sum, i) => Math.log1p(sum * decay(silence, MESSAGE_TAUS[i] ?? 1)));
  const rates = presence.activeSums.map((sum, i) => {
    const tau = ACTIVE_TAUS[i] ?? 1;
    return logRate(sum * decay(gap, tau), exposure(history, tau));
  });
  const clock = at / HOUR_MS;
  const dayLeft = decay(gap, HOUR_OF_DAY_TAU);
  const weekLeft = decay(gap, HOUR_OF_WEEK_TAU);
  const dayTotal = totals.day * dayLeft;
  const weekTotal = totals.week * weekLeft;
  const narrow = profileRatio(presence.hourOfDay, clock, NARROW, dayLeft, dayTotal, 0.5);
  const wide = profileRatio(presence.hourOfDay, clock, WIDE, dayLeft, dayTotal, 0.3);
  const week = profileRatio(presence.hourOfWeek, clock, WEEK, weekLeft, weekTotal, 0.15);
  const hazard = ownHazard(presence, gap);
  const [, day = 0, , lastWeek = 0] = rates;
  return [
    1,
    logSilence,
    ...pieces,
    ...messages,
    ...rates,
    logRate(presence.activeHours, history),
    narrow,
    wide,
    week,
    weekdayRatio(presence.hourOfWeek, clock, weekLeft, weekTotal),
    ...dailyRound(presence.hourOfDay, clock, dayLeft, dayTotal),
    hazard,
    Math.log(Math.min(history, MAX_HISTORY_HOURS) + 24) - 6,
    (logSilence - 6) * wide,
    (logSilence - 6) * lastWeek,
    (logSilence - 6) * day,
    (logSilence - 6) * hazard,
  ];
}

/** Sums over the cells of the two profiles. */
export interface ProfileTotals {
  day: number;
  week: number;
}

export function profileTotals({ hourOfDay, hourOfWeek }: Presence): ProfileTotals {
  return { day: total(hourOfDay), week: total(hourOfWeek) };
}

function logRate(active: number, hours: number): number {
  return Math.log((active + PRIOR_HOURS * PRIOR_RATE) / (hours + PRIOR_HOURS) / PRIOR_RATE);
}

/**
 * Log ratio of the profile around the clock hour to its mean, with `prior` counts a cell added to both.
 * @param left what is left of each cell
 * @param sum what is left of all of them together
 */
function profileRatio(
  profile: readonly number[],
  clock: number,
  width: number,
  left: number,
  sum: number,
  prior: number,
): number {
  const mean = sum / profile.length;
  return Math.log((smoothed(profile, clock, width) * left + prior) / (mean + prior));
}

/**
 * A circular profile smoothed by a Gaussian of `width` hours, read between the cells of the two nearest clock hours.
 * @param clock hours since the epoch, whole or not
 */
export function smoothed(profile: readonly number[], clock: number, width: number): number {
  const hour = Math.floor(clock);
  const part = clock - hour;
  return smoothedBy(profile, hour, (part === 0 ? BELLS.get(width) : undefined) ?? bellOf(part, width));
}

/** Weights of the cells around an hour, the first that many before it. */
interface Bell {
  reach: number;
  weights: readonly number[];
}

/** A Gaussian of `width` hours. @param part of the hour that is over, 0 to 1: where it has its middle */
export function bellOf(part: number, width: number): Bell {
  const reach = Math.ceil(width * 2.5);
  const weights: number[] = [];
  for (let k = -reach; k <= reach + 1; k++) weights.push(Math.exp(-0.5 * ((k - part) / width) ** 2));
  return { reach, weights };
}

/** Those in the middle of which a clock hour begins: silences are learnt from hour by hour. */
const BELLS: ReadonlyMap<number, Bell> = new Map([NARROW, WIDE, WEEK].map((width) => [width, bellOf(0, width)]));

/** The same for many cells, by weights that are made once. @param hour since the epoch, whole */
export function smoothedBy(profile: readonly number[], hour: number, { reach, weights }: Bell): number {
  let sum = 0;
  let total = 0;
  let at = hour - reach;
  for (const weight of weights) {
    total += weight;
    sum += weight * cell(profile, at);
    at += 1;
  }
  return sum / total;
}

/** Log ratio of the day around this hour of the week to the average day. */
function weekdayRatio(profile: readonly number[], clock: number, left: number, sum: number): number {
  let day = 0;
  for (let k = -12; k < 12; k++) day += cell(profile, Math.floor(clock) + k);
  return Math.log((day * left + 1) / (sum / 7 + 1));
}

/** Of the angle of each hour of the day. */
const HOUR_COSINES = Array.from({ length: 24 }, (_, hour) => Math.cos((Math.PI * hour) / 12));
const HOUR_SINES = Array.from({ length: 24 }, (_, hour) => Math.sin((Math.PI * hour) / 12));

/**
 * Where the hour stands in the user's own daily round: first two harmonics of the angle from the circular mean of
 * their hours, times the mean resultant length (Mardia & Jupp, Directional Statistics, 2000, §2.3), shrunk by 4
 * uniform counts. No clock of anybody's time zone enters.
 */
function dailyRound(profile: readonly number[], clock: number, left: number, sum: number): number[] {
  let cos = 0;
  let sin = 0;
  for (let hour = 0; hour < 24; hour++) {
    const count = (profile[hour] ?? 0) * left;
    cos += count * (HOUR_COSINES[hour] ?? 0);
    sin += count * (HOUR_SINES[hour] ?? 0);
  }
  const resultant = Math.hypot(cos, sin) / (sum + 4);
  const angle = (Math.PI * (clock % 24)) / 12 - Math.atan2(sin, cos);
  return [Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle)].map((x) => resultant * x);
}

/** Log ratio of the user's own hazard of return after such a silence to everybody's, shrunk towards 0. */
function ownHazard(presence: Presence, gap: number): number {
  const bucket = gapBucket(gap);
  const everybody = RETURN_HAZARD[bucket] ?? PRIOR_RATE;
  const open = gap - Math.max(1, bucketStart(bucket));
  const hours = (presence.gapExposure[bucket] ?? 0) + open + PRIOR_GAP_HOURS;
  return Math.log(((presence.gapReturns[bucket] ?? 0) + PRIOR_GAP_HOURS * everybody) / hours / everybody);
}

function cell(profile: readonly number[], hour: number): number {
  return profile[((hour % profile.length) + profile.length) % profile.length] ?? 0;
}

function total(profile: readonly number[]): number {
  let sum = 0;
  for (const count of profile) sum += count;
  return sum;
}
