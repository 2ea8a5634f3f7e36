import { Buffer } from 'node:buffer';
import { LRUCache } from 'lru-cache';
import type { CacheRow } from '../db/cache_row.ts';
import type { Freshness } from '../domain/insights.ts';
import { isoTime } from '../domain/iso_time.ts';
import { sentencesOfStored } from '../guidance/stored_guidance.ts';
import type { ToldSentence } from '../guidance/told.ts';

/** What is told of a section, under a label. */
export interface ServedSection {
  freshness: Freshness;
  confidence: number;
  /** Epoch milliseconds; null where there is no row. */
  computedAt: number | null;
  expiresAt: number | null;
  /**
   * The insight columns, a JSON object, in UTF-8: bytes lie outside of the heap, which the garbage collector would
   * otherwise copy twice for every read from the database.
   */
  data: Buffer;
  /** Another one whenever the section says something else. */
  version: string;
  /** What it has to say; undefined until somebody asks, where it did not come with the row. */
  sentences: readonly ToldSentence[] | undefined;
}

/** The section's JSON object up to what `data` says. It is not kept: of so many pieces it would be a dozen objects. */
export function headOf({ freshness, confidence, computedAt, expiresAt }: ServedSection): string {
  const times = `"computed_at":${timeText(computedAt)},"expires_at":${timeText(expiresAt)}`;
  return `{"freshness":"${freshness}",${times},"confidence":${confidence},"data":`;
}

/** Rows that were written together have the same times, and a time takes longer to write than all else here. */
const TIMES = new LRUCache<number, string>({ max: 64 });

function timeText(ms: number | null): string {
  if (ms === null) return 'null';
  let text = TIMES.get(ms);
  if (text === undefined) {
    text = `"${isoTime(ms)}"`;
    TIMES.set(ms, text);
  }
  return text;
}

/** A row under a label. */
export function servedRow(row: CacheRow, freshness: Freshness): ServedSection {
  const { confidence, computedAt, expiresAt, version, guidance } = row;
  const sentences = sentencesOfStored(guidance, computedAt);
  return { freshness, confidence, computedAt, expiresAt, data: Buffer.from(row.data), version, sentences };
}

/** What is said without a row. @param version another one whenever something else is said */
export function servedWithoutRow(
  freshness: Freshness,
  { confidence, ...data }: Record<string, unknown> & { confidence: number },
  version = 'neutral',
): ServedSection {
  const parts = { freshness, confidence, data: Buffer.from(JSON.stringify(data)), version };
  return { ...parts, computedAt: null, expiresAt: null, sentences: undefined };
}

/** The same section with another label. */
export function relabel(section: ServedSection, freshness: Freshness): ServedSection {
  return { ...section, freshness };
}

/**
 * A weak entity tag: equal as long as the sections say the same, however old they have become. It is made of versions
 * and labels: hashing what they say would cost a read more than all else that is done with it.
 * @param form in which they are told
 */
export function entityTag(sections: readonly ServedSection[], form: string): string {
  const versions = sections.map(
    ({ freshness, version, computedAt }) => `${freshness}.${version}.${computedAt?.toString(36) ?? ''}`,
  );
  return `W/"${form}-${versions.join('-')}"`;
}
