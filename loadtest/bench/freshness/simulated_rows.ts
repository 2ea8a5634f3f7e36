import type { CacheRow } from '../../../src/db/cache_row.ts';
import { SEPARATOR } from '../../../src/db/stored_insights.ts';
import { SECTION_NAMES } from '../../../src/domain/insights.ts';

/** When cache rows were computed and expire, in epoch milliseconds. */
export interface Rows {
  computedAt: number;
  expiresAt: number;
}

/**
 * What the hot read's statement returns for one conversation: seven values of the conversation and its bot, and rows with
 * nothing in them.
 * @param states JSON of the engine states, to project expired rows anew from; empty for none
 */
export function storedInsights(
  own: readonly (number | boolean | null)[],
  rows: { conversation: Rows | undefined; bot: Rows | undefined },
  states: string,
): { asked: number; insights: string } {
  const sections = SECTION_NAMES.map((name) =>
    cacheRow(name === 'character_performance' ? rows.bot : rows.conversation),
  );
  const values = sections.flatMap((row) =>
    row === undefined
      ? [null, null, null, null, null]
      : [row.version, row.confidence, row.computedAt, row.expiresAt, row.guidance],
  );
  const parts = [JSON.stringify([...own, ...values]), ...sections.map((row) => row?.data ?? ''), states];
  return { asked: 0, insights: parts.join(SEPARATOR) };
}

function cacheRow(rows: Rows | undefined): CacheRow | undefined {
  return rows && { ...rows, data: '{}', version: '1', confidence: 0, guidance: null };
}
