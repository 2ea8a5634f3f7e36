import * as v from 'valibot';
import type { Phrase } from '../../domain/analysis.ts';
import { jsonBytes } from './label.ts';

/** Most things the user spoke of once that wait for a second time; the oldest is dropped. */
export const MAX_CANDIDATES = 200;
/** Longer keys are sentences rather than things, and are not kept. */
const MAX_KEY_BYTES = 48;

/** [phrase key, epoch milliseconds at which the user spoke of it], oldest first. */
export const CandidatesSchema = v.array(v.tuple([v.string(), v.number()]));
export type Candidates = v.InferOutput<typeof CandidatesSchema>;

/** Whether a phrase can be kept at all. */
export function isKeepable(phrase: Phrase): boolean {
  return phrase.key !== '' && jsonBytes(phrase.key) <= MAX_KEY_BYTES;
}

/**
 * Sorts what the user spoke of into what was spoken of before (with the time) and what was not, and forgets the oldest
 * that never came again.
 */
export function meetCandidates(
  candidates: Candidates,
  phrases: readonly Phrase[],
  at: number,
): { candidates: Candidates; repeated: { phrase: Phrase; firstAt: number }[] } {
  const waiting = new Map(candidates);
  const repeated: { phrase: Phrase; firstAt: number }[] = [];
  for (const phrase of phrases) {
    const firstAt = waiting.get(phrase.key);
    if (firstAt === undefined) waiting.set(phrase.key, at);
    else {
      waiting.delete(phrase.key);
      repeated.push({ phrase, firstAt });
    }
  }
  return { candidates: Array.from(waiting).slice(-MAX_CANDIDATES), repeated };
}
