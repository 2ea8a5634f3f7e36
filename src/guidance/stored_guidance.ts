import type { EngagementOpportunities } from '../domain/engagement_opportunities.ts';
import { SECTION_NAMES } from '../domain/insights.ts';
import { SECTION_TABLES } from '../domain/table.ts';
import type { SectionName } from '../domain/table.ts';
import type { Reader } from './sentence.ts';
import { readerOf, sentencesOfRow } from './told.ts';
import type { ToldSentence } from './told.ts';

/** What a row has to say, as it is stored with the row. */
export interface StoredGuidance {
  /** When it was computed, epoch milliseconds. It holds for a row that was computed at the same moment. */
  at: number;
  sentences: readonly ToldSentence[];
}

/** What a row projected at `at` has to say. */
function storedGuidance(
  name: SectionName,
  row: object & { confidence: number },
  at: Date,
  reader: Reader,
): StoredGuidance {
  return { at: at.getTime(), sentences: sentencesOfRow(name, row, reader) };
}

/**
 * A conversation's rows projected together at `at`, each with what it has to say.
 * @param rows by table
 */
export function withGuidance<Row extends object & { confidence: number }>(
  rows: ReadonlyMap<string, Row>,
  botName: string,
  at: Date,
): Map<string, Row & { guidance: StoredGuidance }> {
  const engagement = rows.get(SECTION_TABLES.engagement_opportunities) as Partial<EngagementOpportunities> | undefined;
  const reader = readerOf(botName, engagement?.last_engagement_gap_hours ?? null);
  const guided = new Map<string, Row & { guidance: StoredGuidance }>();
  for (const name of SECTION_NAMES) {
    const row = rows.get(SECTION_TABLES[name]);
    if (row !== undefined)
      guided.set(SECTION_TABLES[name], { ...row, guidance: storedGuidance(name, row, at, reader) });
  }
  return guided;
}

/** The same of a bot's performance row, which is the same to all of its users. */
export function performanceWithGuidance<Row extends object & { confidence: number }>(
  row: Row,
  botName: string,
  at: Date,
): Row & { guidance: StoredGuidance } {
  return { ...row, guidance: storedGuidance('character_performance', row, at, readerOf(botName, null)) };
}

/**
 * The sentences stored with a row, if they were made of what the row says now.
 * @param stored the value of the column; null where there is none
 * @param computedAt of the row, epoch milliseconds
 * @returns undefined when they have to be made of the row
 */
export function sentencesOfStored(stored: unknown, computedAt: number): readonly ToldSentence[] | undefined {
  return isStoredGuidance(stored) && stored.at === computedAt ? stored.sentences : undefined;
}

/** By hand, because every read from the database waits for it. */
function isStoredGuidance(stored: unknown): stored is StoredGuidance {
  if (typeof stored !== 'object' || stored === null || !('at' in stored) || !('sentences' in stored)) return false;
  return typeof stored.at === 'number' && Array.isArray(stored.sentences) && stored.sentences.every(isToldSentence);
}

function isToldSentence(one: unknown): one is ToldSentence {
  if (typeof one !== 'object' || one === null || !('worth' in one) || !('text' in one) || !('tokens' in one))
    return false;
  return typeof one.worth === 'number' && typeof one.text === 'string' && typeof one.tokens === 'number';
}
