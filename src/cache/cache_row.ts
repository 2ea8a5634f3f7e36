import * as v from 'valibot';
import { withIsoTimestamp } from '../domain/timestamp.ts';
import type { Section } from '../domain/insights.ts';

/** The last and the first moment a Date can tell. */
const ENDS_OF_TIME: Readonly<Record<string, number>> = { infinity: 8.64e15, '-infinity': -8.64e15 };

const Time = v.pipe(
  v.string(),
  v.transform((text) => new Date(ENDS_OF_TIME[text] ?? text)),
);

const CacheRowSchema = v.looseObject({ confidence: v.number(), computed_at: Time, expires_at: Time });

/** Columns that every cache table has and that say nothing about the conversation. */
const ADMINISTRATIVE = new Set([
  'id',
  'user_id',
  'bot_name',
  'engine_version',
  'folded_seq',
  'confidence',
  'computed_at',
  'expires_at',
]);

/** A cache row: its insight columns, and how old it is. */
export interface CacheRow {
  confidence: number;
  computedAt: Date;
  expiresAt: Date;
  data: Record<string, unknown>;
}

/**
 * @param json a row of one of the six tables, by row_to_json
 * @throws ValiError when it is none
 */
export function parseCacheRow(json: Record<string, unknown>): CacheRow {
  const { confidence, computed_at: computedAt, expires_at: expiresAt } = v.parse(CacheRowSchema, json);
  const insights = Object.entries(json).filter(([column]) => !ADMINISTRATIVE.has(column));
  const data = Object.fromEntries(insights.map(([column, value]) => [column, withIsoTimestamp(value)]));
  return { confidence, computedAt, expiresAt, data };
}

/** The row as the API tells it. */
export function sectionOf(row: CacheRow, freshness: Section['freshness'], now: Date): Section {
  return {
    freshness,
    computed_at: row.computedAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    age_seconds: Math.max(0, (now.getTime() - row.computedAt.getTime()) / 1_000),
    confidence: row.confidence,
    data: row.data,
  };
}
