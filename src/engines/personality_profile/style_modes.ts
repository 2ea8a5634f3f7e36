import * as v from 'valibot';
import type { Analysis } from '../../domain/analysis.ts';
import { addTo, DecayingMomentsSchema, NO_MOMENTS, variance } from '../../stats/decaying_moments.ts';

/** How the bot usually writes in this conversation. */
export const StyleBaselineSchema = v.strictObject({
  asking: DecayingMomentsSchema,
  emphasis: DecayingMomentsSchema,
  mood: DecayingMomentsSchema,
  formality: DecayingMomentsSchema,
  length: DecayingMomentsSchema,
});
export type StyleBaseline = v.InferOutput<typeof StyleBaselineSchema>;

export const NO_STYLE: StyleBaseline = {
  asking: NO_MOMENTS,
  emphasis: NO_MOMENTS,
  mood: NO_MOMENTS,
  formality: NO_MOMENTS,
  length: NO_MOMENTS,
};

/** The modes, each a direction of one feature; in this order they are traits 0 to 7 of a bot that sends no tags. */
export const STYLE_MODES = [
  'curious',
  'expressive',
  'upbeat',
  'sober',
  'formal',
  'casual',
  'elaborate',
  'brief',
] as const;
type StyleMode = (typeof STYLE_MODES)[number];

/** Modes that are the two ends of one feature: what is said of one need not be said of the other. */
const OPPOSITES: readonly (readonly [StyleMode, StyleMode])[] = [
  ['upbeat', 'sober'],
  ['formal', 'casual'],
  ['elaborate', 'brief'],
];

/** A message of the bot counts half in the baseline after this many others. */
const HALF_LIFE_MESSAGES = 100;
/** Messages that go by before any is given a mode. */
const WARM_UP = 10;
/** How many standard deviations from the bot's own mean a mode begins: about every sixth message of a normal feature. */
const MARKED = 1;
/** Formality cannot be told from fewer words. */
const FORMALITY_WORDS = 4;

type Features = Record<keyof StyleBaseline, number | null>;

/**
 * The modes of a bot's message: features in which it lies at least one standard deviation from what this bot's
 * messages in this conversation were like before it.
 */
export function styleModes(baseline: StyleBaseline, analysis: Analysis): StyleMode[] {
  const features = featuresOf(analysis);
  const z = (name: keyof StyleBaseline) => deviation(baseline, name, features[name]);
  const ends: [number, StyleMode, StyleMode | null][] = [
    [z('asking'), 'curious', null],
    [z('emphasis'), 'expressive', null],
    [z('mood'), 'upbeat', 'sober'],
    [z('formality'), 'formal', 'casual'],
    [z('length'), 'elaborate', 'brief'],
  ];
  return ends.flatMap(([size, high, low]) => (size >= MARKED ? [high] : size <= -MARKED && low !== null ? [low] : []));
}

/** The baseline with one more message of the bot in it. */
export function withMessage(baseline: StyleBaseline, analysis: Analysis): StyleBaseline {
  const features = featuresOf(analysis);
  const add = (name: keyof StyleBaseline) => {
    const value = features[name];
    return value === null ? baseline[name] : addTo(baseline[name], value, HALF_LIFE_MESSAGES);
  };
  return {
    asking: add('asking'),
    emphasis: add('emphasis'),
    mood: add('mood'),
    formality: add('formality'),
    length: add('length'),
  };
}

/** The other end of the feature, when there is one. */
export function oppositeMode(mode: string): string | null {
  const pair = OPPOSITES.find((ends) => ends.some((end) => end === mode));
  return pair?.find((end) => end !== mode) ?? null;
}

/** Questions and marks are taken per sentence, so that a long message is not expressive by being long. */
function featuresOf(analysis: Analysis): Features {
  const sentences = Math.max(1, analysis.sentences);
  return {
    asking: Math.min(1, analysis.questions / sentences),
    emphasis: Math.log1p((analysis.exclamations + analysis.emoji) / sentences),
    mood: analysis.sentiment,
    formality: analysis.words >= FORMALITY_WORDS ? analysis.formality : null,
    length: Math.log1p(analysis.words),
  };
}

function deviation(baseline: StyleBaseline, name: keyof StyleBaseline, value: number | null): number {
  const moments = baseline[name];
  const spread = Math.sqrt(variance(moments) ?? 0);
  if (value === null || moments.weight < WARM_UP * 0.9 || spread < 1e-6) return 0;
  return (value - moments.mean) / spread;
}
