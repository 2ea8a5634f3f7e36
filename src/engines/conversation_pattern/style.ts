import * as v from 'valibot';
import type { ConversationPattern } from '../../domain/conversation_patterns.ts';
import type { DecayingMoments } from '../../stats/decaying_moments.ts';
import {
  addTo,
  DecayingMomentsSchema,
  effectiveCount,
  NO_MOMENTS,
  standardError,
  variance,
} from '../../stats/decaying_moments.ts';
import { countName, DecayingSharesSchema, sharesOf } from '../../stats/decaying_shares.ts';
import { rounded } from '../../stats/rounded.ts';
import type { MessageEvent } from './exchange.ts';
import { sentimentOf } from './exchange.ts';

/** A message counts half after this many others of the user: the style follows a user who changes within weeks. */
const HALF_LIFE_MESSAGES = 200;
/** Formality cannot be told from fewer words. */
const FORMALITY_WORDS = 4;
/** Languages and emotion labels kept; the rarest is dropped. */
const MAX_LANGUAGES = 8;
const MAX_EMOTIONS = 24;
const MAX_EMOTIONS_TOLD = 8;
/** A language below this share is a message or two that were mistaken. */
const LEAST_SHARE = 0.02;

/** How the user writes, message by message. */
export const StyleSchema = v.strictObject({
  count: v.number(),
  languages: DecayingSharesSchema,
  emotions: DecayingSharesSchema,
  formality: DecayingMomentsSchema,
  words: DecayingMomentsSchema,
  asks: DecayingMomentsSchema,
  emoji: DecayingMomentsSchema,
  sentiment: DecayingMomentsSchema,
});
export type Style = v.InferOutput<typeof StyleSchema>;

export const NO_STYLE: Style = {
  count: 0,
  languages: [],
  emotions: [],
  formality: NO_MOMENTS,
  words: NO_MOMENTS,
  asks: NO_MOMENTS,
  emoji: NO_MOMENTS,
  sentiment: NO_MOMENTS,
};

/** The style with one more message of the user in it. */
export function withUserMessage(style: Style, event: MessageEvent): Style {
  const { analysis } = event.annotation;
  const add = (moments: DecayingMoments, value: number) => addTo(moments, value, HALF_LIFE_MESSAGES);
  const label = event.payload.emotion?.label;
  const sentiment = sentimentOf(event);
  return {
    count: style.count + 1,
    languages:
      analysis.language === 'und'
        ? style.languages
        : countName(style.languages, analysis.language, HALF_LIFE_MESSAGES, MAX_LANGUAGES),
    emotions: label === undefined ? style.emotions : countName(style.emotions, label, HALF_LIFE_MESSAGES, MAX_EMOTIONS),
    formality: analysis.words >= FORMALITY_WORDS ? add(style.formality, analysis.formality) : style.formality,
    words: add(style.words, analysis.words),
    asks: add(style.asks, analysis.questions > 0 ? 1 : 0),
    emoji: add(style.emoji, analysis.emoji),
    sentiment: sentiment === null ? style.sentiment : add(style.sentiment, sentiment),
  };
}

type Level = NonNullable<ConversationPattern['communication_style']['formality']>;

/** A mean with its standard error; null when nothing was observed. */
export function levelOf(moments: DecayingMoments): Level | null {
  if (moments.weight === 0) return null;
  const error = standardError(moments);
  return { mean: rounded(moments.mean, 4), error: error === null ? null : rounded(error, 4) };
}

/**
 * A share with its standard error, which is that of the share with two hits and two misses added (Agresti & Coull,
 * American Statistician 52, 1998): what never happened so far is not known never to happen.
 */
export function shareOf(moments: DecayingMoments): Level | null {
  if (moments.weight === 0) return null;
  const n = effectiveCount(moments) + 4;
  const p = (moments.mean * (n - 4) + 2) / n;
  return { mean: rounded(moments.mean, 4), error: rounded(Math.sqrt((p * (1 - p)) / n), 4) };
}

/** The languages whose share is worth telling. */
export function languagesOf(style: Style): { language: string; share: number }[] {
  return sharesOf(style.languages)
    .filter(({ share }) => share >= LEAST_SHARE)
    .map(({ name, share }) => ({ language: name, share: rounded(share, 4) }));
}

/** The bot's emotion labels of this user's messages. */
export function emotionsOf(style: Style): { label: string; share: number }[] {
  return sharesOf(style.emotions)
    .slice(0, MAX_EMOTIONS_TOLD)
    .map(({ name, share }) => ({ label: name, share: rounded(share, 4) }));
}

/** Standard deviation from message to message; null with fewer than two. */
export function spreadOf(moments: DecayingMoments): number | null {
  const spread = variance(moments);
  return spread === null ? null : rounded(Math.sqrt(spread), 4);
}
