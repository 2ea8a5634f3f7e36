import * as v from 'valibot';
import type { EngagementOpportunities } from '../domain/engagement_opportunities.ts';
import { SECTION_NAMES } from '../domain/insights.ts';
import { SECTION_TABLES } from '../domain/table.ts';
import type { SectionName } from '../domain/table.ts';
import type { Reader } from './sentence.ts';
import { readerOf, sentencesOfRow, ToldSentenceSchema } from './told.ts';
import type { ToldSentence } from './told.ts';

/** What a row has to say, as it is stored with the row. */
export const StoredGuidanceSchema = v.object({
  /** When it was computed, epoch milliseconds. It holds for a row that was computed at the same moment. */
  at: v.number(),
  sentences: v.array(ToldSentenceSchema),
});
export type StoredGuidance = v.InferOutput<typeof StoredGuidanceSchema>;

/** What a row projected at `at` has to say. */
export function storedGuidance(
  name: SectionName,
  row: object & { confidence: number },
  at: Date,
  reader: Reader,
): StoredGuidance {
  return { at: at.getTime(), sentences: sentencesOfRow(name, row, reader) };
}

/**
 * A conversation's rows, or a bot's, projected together at `at`, each with what it has to say.
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

/**
 * The sentences stored with a row, if they were made of what the row says now.
 * @param stored JSON of the column; null where there is none
 * @param computedAt of the row, epoch milliseconds
 * @returns undefined when they have to be made of the row
 */
export function sentencesOfStored(stored: string | null, computedAt: number): readonly ToldSentence[] | undefined {
  if (stored === null) return undefined;
  const parsed = v.safeParse(StoredGuidanceSchema, JSON.parse(stored));
  return parsed.success && parsed.output.at === computedAt ? parsed.output.sentences : undefined;
}
