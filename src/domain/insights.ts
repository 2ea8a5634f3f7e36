import * as v from 'valibot';
import { SECTION_TABLES } from './table.ts';
import type { SectionName } from './table.ts';

/**
 * How far a section can be trusted to be of now, best first. `fresh`: unexpired, or projected at this moment.
 * `stale`: expired and the conversation has moved on; a refresh was asked for. `heuristic`: no row, only the
 * conversation's counters. `missing`: nothing is known. `degraded`: the database could not be asked.
 */
export const FRESHNESS = ['fresh', 'stale', 'heuristic', 'missing', 'degraded'] as const;
export type Freshness = (typeof FRESHNESS)[number];

export const SECTION_NAMES = Object.keys(SECTION_TABLES) as SectionName[];

/** One cache row, or what stands in for it. `data` is as the table has it: a row typed by hand may hold anything. */
export const SectionSchema = v.object({
  freshness: v.picklist(FRESHNESS),
  computed_at: v.nullable(v.string()),
  expires_at: v.nullable(v.string()),
  age_seconds: v.nullable(v.number()),
  confidence: v.number(),
  data: v.record(v.string(), v.unknown()),
});
export type Section = v.InferOutput<typeof SectionSchema>;

/** What is known of a conversation. */
export interface Insights {
  bot_name: string;
  user_id: string;
  served_at: string;
  /** That of the least fresh section. */
  freshness: Freshness;
  sections: Partial<Record<SectionName, Section>>;
}

/** Seconds since a row was computed, at `now`, both in epoch milliseconds. */
export function ageSeconds(computedAt: number, now: number): number {
  return Math.max(0, now - computedAt) / 1_000;
}

/** The least fresh of them; `missing` of none. */
export function worstFreshness(freshness: readonly Freshness[]): Freshness {
  const worst = Math.max(...freshness.map((one) => FRESHNESS.indexOf(one)));
  return FRESHNESS[worst] ?? 'missing';
}
