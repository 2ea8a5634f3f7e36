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
  if (phrases.length === 0) return { candidates, repeated: [] };
  const waiting = [...candidates];
  const repeated: { phrase: Phrase; firstAt: number }[] = [];
  for (const phrase of phrases) {
    const place = waiting.findIndex(([key]) => key === phrase.key);
    const [candidate] = place === -1 ? [] : waiting.splice(place, 1);
    if (candidate === undefined) waiting.push([phrase.key, at]);
    else repeated.push({ phrase, firstAt: candidate[1] });
  }
  return { candidates: waiting.slice(-MAX_CANDIDATES), repeated };
}
