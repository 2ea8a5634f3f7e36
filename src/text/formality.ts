import { englishFeatures, surfaceFeatures } from './formality_features.ts';
import type { LinearModel } from './formality_model.ts';
import { ENGLISH_MODEL, SURFACE_MODEL } from './formality_model.ts';
import type { Surface } from './surface.ts';
import type { TaggedToken } from './tagger.ts';

/** A feature further than this from its mean counts as this far, in standard deviations: one odd feature decides nothing. */
const MAX_DEVIATIONS = 3;
/** Within this much of 0 and 1 the scale bends, so that a value stays inside and more casual still means lower. */
const MARGIN = 0.1;
/** Features that mean nothing in a script without upper and lower case, or whose words are cut by a dictionary. */
const CASED_FEATURES = new Set([
  'word_length',
  'long_words',
  'very_long_words',
  'capitals',
  'titles',
  'lower_start',
  'full_stop',
  'no_end',
  'log_characters',
]);

/**
 * Formality by a linear model over counted features.
 * @param tokens the tagged text when it is English, else null: then only what shows without a language counts
 * @returns 0 (casual) to 1 (formal)
 */
export function formalityOf(surface: Surface, tokens: readonly TaggedToken[] | null): number {
  const features = surfaceFeatures(surface);
  if (tokens) return bend(predict(ENGLISH_MODEL, { ...features, ...englishFeatures(surface, tokens) }));
  const cased = /\p{Ll}|\p{Lu}/u.test(surface.prose);
  const seen = Object.entries(features).filter(([name]) => cased || !CASED_FEATURES.has(name));
  return bend(predict(SURFACE_MODEL, Object.fromEntries(seen)));
}

/** A feature that is missing counts as average. */
function predict(model: LinearModel, features: Record<string, number>): number {
  let sum = model.intercept;
  for (const [name, mean, deviation, weight] of model.terms) {
    const z = ((features[name] ?? mean) - mean) / deviation;
    sum += weight * Math.max(-MAX_DEVIATIONS, Math.min(MAX_DEVIATIONS, z));
  }
  return sum;
}

/** Straight between the margins, exponential beyond them: monotone, smooth, within 0 and 1. */
function bend(value: number): number {
  if (value < MARGIN) return MARGIN * Math.exp(value / MARGIN - 1);
  if (value > 1 - MARGIN) return 1 - MARGIN * Math.exp((1 - value) / MARGIN - 1);
  return value;
}
