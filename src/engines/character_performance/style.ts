import type { Analysis } from '../../domain/analysis.ts';
import type { HourSum } from '../engine.ts';
import { DAY_HOURS, HOUR_MS, MAX_STYLE_DAYS } from './state.ts';
import type { StyleDay } from './state.ts';

/** Rates that need no language, counted per word. */
const RATES = ['sentences', 'questions', 'exclamations', 'emoji'] as const;

/** The commonest English function words: 40, so that a day of a bot is at most 45 rows. */
const WORDS = (
  'the i to a and you it of that in is my for me on but be so was have ' +
  'not with this just do are we at what your if all they or as about can really there too'
).split(' ');

/** Standard deviation of a rate between people over its mean: about what the 20 speakers of ten chats differed by. */
const WORD_SPREAD = 0.25;
const RATE_SPREAD = 0.5;

/** Prefix of style metrics among hour sums, which stand at the first hour of their UTC day. */
const PREFIX = 'style:';
const TOTAL = `${PREFIX}words`;

/** The features of style in the order in which counts are kept: append only. */
export const RATE_COUNT = RATES.length;
export const FEATURES: readonly string[] = [...RATES, ...WORDS];
export const SPREADS: readonly number[] = FEATURES.map((_, i) => (i < RATES.length ? RATE_SPREAD : WORD_SPREAD));

const FEATURE_OF_METRIC: ReadonlyMap<string, number> = new Map(
  FEATURES.map((feature, i) => [`${PREFIX}${i < RATES.length ? '#' : ''}${feature}`, i]),
);
const METRIC_OF_FEATURE: readonly string[] = [...FEATURE_OF_METRIC.keys()];

/** Adds one message of the bot to the days of its style. */
export function withStyle(days: readonly StyleDay[], at: number, analysis: Analysis): StyleDay[] {
  if (analysis.words === 0) return [...days];
  const day = Math.floor(at / (DAY_HOURS * HOUR_MS));
  const last = days.at(-1);
  const same = last !== undefined && last[0] === day;
  const counts = FEATURES.map((feature, i) => (same ? (last[3][i] ?? 0) : 0) + countOf(analysis, feature, i));
  const entry: StyleDay = [day, (same ? last[1] : 0) + analysis.words, (same ? last[2] : 0) + 1, counts];
  return [...(same ? days.slice(0, -1) : days), entry].slice(-MAX_STYLE_DAYS);
}

function countOf(analysis: Analysis, feature: string, i: number): number {
  const rate = RATES[i];
  if (rate !== undefined) return analysis[rate];
  return Object.hasOwn(analysis.function_words, feature) ? (analysis.function_words[feature] ?? 0) : 0;
}

/** Style as hour sums: n = messages and sum = words for the total; n = words and sum = count for a feature that occurs. */
export function styleHours(days: readonly StyleDay[]): HourSum[] {
  return days.flatMap(([day, words, messages, counts]) => {
    const hour = day * DAY_HOURS;
    const features = counts.flatMap((count, i) =>
      count > 0 ? [{ metric: METRIC_OF_FEATURE[i] ?? '', hour, n: words, sum: count, sumSquares: 0 }] : [],
    );
    return [{ metric: TOTAL, hour, n: messages, sum: words, sumSquares: 0 }, ...features];
  });
}

/** A day of a bot's style over all conversations. */
export interface BotStyleDay {
  hour: number;
  words: number;
  counts: number[];
}

/** Reads {@link styleHours} back from the sums over all conversations. */
export function styleDays(hours: readonly HourSum[]): BotStyleDay[] {
  const days = new Map<number, BotStyleDay>();
  for (const { metric, hour, sum } of hours) {
    if (!metric.startsWith(PREFIX)) continue;
    let day = days.get(hour);
    if (day === undefined) {
      day = { hour, words: 0, counts: FEATURES.map(() => 0) };
      days.set(hour, day);
    }
    const feature = FEATURE_OF_METRIC.get(metric);
    if (feature !== undefined) day.counts[feature] = sum;
    else if (metric === TOTAL) day.words = sum;
  }
  return [...days.values()].filter((day) => day.words > 0).sort((a, b) => a.hour - b.hour);
}
