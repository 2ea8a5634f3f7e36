import * as v from 'valibot';
import { SECTION_NAMES } from '../domain/insights.ts';
import type { SectionName } from '../domain/table.ts';
import type { Sentence } from './sentence.ts';
import { SENTENCES } from './sentences.ts';
import { tokensOf } from './tokens.ts';

export const DEFAULT_MAX_TOKENS = 200;
export const MAX_TOKENS = 4_000;

/** A row that is less sure than this says nothing in a prompt but what was said or counted. */
const MIN_CONFIDENCE = 0.3;
/** Hours of absence from which on nothing is told as if it were of these days. */
const LONG_ABSENCE = 72;

/** What guidance is made of. */
export interface GuidedInsights {
  /** That the user calls the bot by its name is no subject of theirs. */
  bot_name?: string;
  sections: Partial<Record<SectionName, { confidence: number; data: unknown }>>;
}

/**
 * Prompt-ready text from all sections, one sentence a line, the most useful first. What a section that is not sure
 * enough infers is not told; what does not fit is left out whole.
 * @param maxTokens budget in tokens of the o200k encoding, never exceeded
 * @returns the empty string when there is nothing worth saying
 */
export function guidance(insights: GuidedInsights, maxTokens: number): string {
  const reader = { botName: insights.bot_name ?? '', isBack: absenceOf(insights) >= LONG_ABSENCE };
  const sentences = SECTION_NAMES.flatMap((name) => {
    const section = insights.sections[name];
    const sentencesOf = SENTENCES[name];
    if (section === undefined || sentencesOf === undefined) return [];
    return sentencesOf(section.data, reader)
      .filter(({ isFact }) => isFact === true || section.confidence >= MIN_CONFIDENCE)
      .map((sentence) => ({
        ...sentence,
        worth: sentence.worth * (sentence.isFact === true ? 1 : section.confidence),
      }));
  }).sort((a, b) => b.worth - a.worth);
  const all = sentences.map(({ text }) => text).join('\n');
  return tokensOf(all) <= maxTokens ? all : fitting(sentences, maxTokens);
}

const AbsenceSchema = v.object({ last_engagement_gap_hours: v.nullable(v.number()) });

/** Hours since the user's last message, 0 where that is not known. */
function absenceOf({ sections }: GuidedInsights): number {
  const row = v.safeParse(AbsenceSchema, sections.engagement_opportunities?.data);
  return row.success ? (row.output.last_engagement_gap_hours ?? 0) : 0;
}

/** As many of the sentences as fit, the first ones first. */
function fitting(sentences: readonly Sentence[], maxTokens: number): string {
  let text = '';
  for (const sentence of sentences) {
    const longer = text === '' ? sentence.text : `${text}\n${sentence.text}`;
    if (tokensOf(longer) <= maxTokens) text = longer;
  }
  return text;
}
