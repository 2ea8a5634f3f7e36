import { SECTION_NAMES } from '../domain/insights.ts';
import type { SectionName } from '../domain/table.ts';
import type { ToldSentence } from './told.ts';

export const DEFAULT_MAX_TOKENS = 200;
export const MAX_TOKENS = 4_000;

/** What a section has to say. */
export interface TellingSection {
  name: SectionName;
  sentences: readonly ToldSentence[];
}

/**
 * Prompt-ready text of these sections, in any order: one sentence a line, the most useful first. What does not fit is
 * left out whole.
 * @param maxTokens budget in tokens of the o200k encoding, never exceeded; each sentence counts with its line break
 * @returns the empty string when there is nothing worth saying
 */
export function guidanceOf(sections: readonly TellingSection[], maxTokens: number): string {
  // Where two are worth the same, the order of the sections decides.
  const sentences = SECTION_NAMES.flatMap((one) => sections.find(({ name }) => name === one)?.sentences ?? []);
  let left = maxTokens;
  const lines: string[] = [];
  for (const { text, tokens } of sentences.sort((a, b) => b.worth - a.worth)) {
    if (tokens > left) continue;
    left -= tokens;
    lines.push(text);
  }
  return lines.join('\n');
}
