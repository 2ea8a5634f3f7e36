import { burrowsDelta } from '../../stats/burrows_delta.ts';
import type { Delta, StyleCounts } from '../../stats/burrows_delta.ts';
import type { HourSum } from '../engine.ts';
import { HISTORY_HOURS } from './series.ts';
import { DAY_HOURS } from './state.ts';
import { FEATURES, RATE_COUNT, SPREADS, styleDays } from './style.ts';
import type { BotStyleDay } from './style.ts';

/** Fewest words on either side of the comparison. */
const FEWEST_WORDS = 300;
/** Fewest words of a day that is compared with the next to learn how much one writer varies. */
const FEWEST_WORDS_OF_DAY = 100;
/** How much one writer's counts vary from day to day over Poisson's variance, before anything is known of this one. */
const USUAL_OVERDISPERSION = FEATURES.map((_, i) => (i < RATE_COUNT ? 3 : 1.6));
/** Pairs of days that this guess weighs as much as. */
const GUESS_PAIRS = 4;
/** Share of the pairs, the least different first, that are averaged. */
const KEPT_PAIRS = 0.9;
const MOST_OVERDISPERSION = 10;
/** Squared Delta of two different people: twice the variance between people, times 2/pi for the mean of |z|. */
const TWO_PEOPLE = 4 / Math.PI;

/**
 * How much the bot writes in the window as it wrote before, by Burrows' Delta over function words and a few rates:
 * 2^(-2 e / 1.27), where e is the squared Delta less the square of what chance alone would give texts of this
 * length (its mean and one standard deviation), at least 0. So 1: no more different than any two texts of one writer; 0.25: as different as two people.
 * Without enough text before the window, the later half of the window is compared to the earlier.
 * @returns 0 to 1, or null when the bot has not written enough
 */
export function consistencyOf(hours: readonly HourSum[], windowHours: number, nowHour: number): number | null {
  const days = styleDays(hours).filter((day) => day.hour <= nowHour && day.hour + DAY_HOURS > nowHour - HISTORY_HOURS);
  const from = days.findIndex((day) => day.hour + DAY_HOURS > nowHour - windowHours);
  if (from < 0) return null;
  const overdispersion = overdispersionOf(days);
  const compare = (start: number, cut: number) =>
    compared(total(days.slice(start, cut)), total(days.slice(cut)), overdispersion);
  const delta = compare(0, from) ?? compare(from, from + halfway(days.slice(from)));
  return delta === null ? null : indexOf(delta);
}

function compared(before: StyleCounts, after: StyleCounts, overdispersion: readonly number[]): Delta | null {
  if (Math.min(before.words, after.words) < FEWEST_WORDS) return null;
  return burrowsDelta(before, after, SPREADS, overdispersion);
}

function indexOf({ delta, chance, error }: Delta): number {
  const excess = Math.max(0, delta * delta - (chance + error) ** 2);
  return Math.round(10_000 * 2 ** ((-2 * excess) / TWO_PEOPLE)) / 10_000;
}

/** Days until half of the words are said. */
function halfway(days: readonly BotStyleDay[]): number {
  const all = total(days).words;
  let words = 0;
  return (
    days.findIndex((day) => {
      words += day.words;
      return words >= all / 2;
    }) + 1
  );
}

/**
 * Variance of each feature's counts from one day to the next over Poisson's: the mean over pairs of days without the
 * wildest, so that a change of character, which falls between two days, does not count as the bot's usual variation.
 */
function overdispersionOf(days: readonly BotStyleDay[]): number[] {
  const wordy = days.filter((day) => day.words >= FEWEST_WORDS_OF_DAY);
  return FEATURES.map((_, i) => {
    const ratios = wordy
      .slice(1)
      .map((day, d) => ratioOf(wordy[d] ?? day, day, i))
      .sort((a, b) => a - b);
    const kept = ratios.slice(0, Math.ceil(ratios.length * KEPT_PAIRS));
    const usual = USUAL_OVERDISPERSION[i] ?? 1;
    const mean = (kept.reduce((sum, ratio) => sum + ratio, 0) + GUESS_PAIRS * usual) / (kept.length + GUESS_PAIRS);
    return Math.min(MOST_OVERDISPERSION, Math.max(1, mean));
  });
}

/** Squared difference of a feature's rates on two days, over what Poisson counts would give. */
function ratioOf(a: BotStyleDay, b: BotStyleDay, feature: number): number {
  const inA = a.counts[feature] ?? 0;
  const inB = b.counts[feature] ?? 0;
  if (inA + inB === 0) return 1;
  const rate = (inA + inB) / (a.words + b.words);
  return (inA / a.words - inB / b.words) ** 2 / (rate * (1 / a.words + 1 / b.words));
}

function total(days: readonly BotStyleDay[]): StyleCounts {
  const counts = FEATURES.map((_, i) => days.reduce((sum, day) => sum + (day.counts[i] ?? 0), 0));
  return { words: days.reduce((sum, day) => sum + day.words, 0), counts };
}
