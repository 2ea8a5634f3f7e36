import { hasTrend } from '../../stats/mann_kendall.ts';
import { theilSen } from '../../stats/theil_sen.ts';

/** Fewest turns that can show a trend. */
const MIN_TURNS = 12;
/** Two-sided level of the test: a mood is spoken of to the bot at every read, so rather too late than wrong. */
const LEVEL = 0.01;
/** A change over the turns looked at that is smaller than this is not worth the word, on the scale of -1 to 1. */
const LEAST_CHANGE = 0.15;

/**
 * Whether the user's turns get brighter or darker: Mann-Kendall at the 1 % level, for a Theil-Sen change that matters.
 * @param sentiments of the last turns, oldest first
 */
export function moodTrend(sentiments: readonly number[]): 'brightening' | 'steady' | 'darkening' {
  if (sentiments.length < MIN_TURNS || !hasTrend(sentiments, LEVEL)) return 'steady';
  const times = sentiments.map((_, i) => i);
  const change = (theilSen(times, sentiments) ?? 0) * (sentiments.length - 1);
  if (Math.abs(change) < LEAST_CHANGE) return 'steady';
  return change > 0 ? 'brightening' : 'darkening';
}
