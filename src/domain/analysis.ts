import * as v from 'valibot';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Bounds: what text analysis keeps of one message at the most. */
export const MAX_LEMMAS = 96;
export const MAX_PHRASES = 12;

/** A thing that was spoken of. */
export const PhraseSchema = v.strictObject({
  /** As it was written, trimmed: `Italian cooking class`. */
  text: v.string(),
  /** Lower-cased lemmas, so that mentions of the same thing meet: `italian cooking class`. */
  key: v.string(),
  kind: v.picklist(['name', 'noun_phrase']),
});

/**
 * What text analysis says of one message, computed once and stored with it. Language-neutral counts are always there;
 * what needs a language model of its own (`lemmas`, `phrases`, `part_of_speech`) is empty where there is none.
 */
export const AnalysisSchema = v.strictObject({
  /** ISO 639-1, or `und` when it cannot be told. */
  language: v.string(),
  characters: Count,
  words: Count,
  sentences: Count,
  /** Sentences that ask. */
  questions: Count,
  exclamations: Count,
  emoji: Count,
  links: Count,
  /** -1 (negative) to 1 (positive), 0 where nothing can be told. */
  sentiment: v.pipe(v.number(), v.minValue(-1), v.maxValue(1)),
  /** 0 (casual) to 1 (formal). */
  formality: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Universal POS tag to count, tags that do not occur left out. */
  part_of_speech: v.record(v.string(), Count),
  /** Function word to count, for stylometry; words that do not occur left out. */
  function_words: v.record(v.string(), Count),
  /** Lemmas of the content words in the order they were said, at most 96. */
  lemmas: v.pipe(v.array(v.string()), v.maxLength(MAX_LEMMAS)),
  /** What it speaks of, at most 12. */
  phrases: v.pipe(v.array(PhraseSchema), v.maxLength(MAX_PHRASES)),
});

export type Analysis = v.InferOutput<typeof AnalysisSchema>;
export type Phrase = v.InferOutput<typeof PhraseSchema>;
