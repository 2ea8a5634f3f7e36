import type { Freshness, Section } from '../domain/insights.ts';
import { SECTION_TABLES } from '../domain/table.ts';
import type { SectionName } from '../domain/table.ts';
import { characterPerformance } from '../engines/character_performance.ts';
import { CONVERSATION_ENGINES, projectRows } from '../engines/registry.ts';
import { INSIGHT_WINDOW_HOURS } from './insight_window.ts';

const HOUR_MS = 3_600_000;
/** What a heuristic is worth beside a computed row. */
const HEURISTIC_CONFIDENCE = 0.05;

/** What is said when nothing is known: what the engines say of no events at all. */
export function neutralSection(name: SectionName, freshness: Freshness, now: Date): Section {
  const { confidence, ...data } = neutralRow(name, now);
  return { freshness, computed_at: null, expires_at: null, age_seconds: null, confidence, data };
}

/** What the counters of a conversation tell where there is no row: little, but true. The rest is `missing`. */
export function heuristicSection(name: SectionName, lastUserMessageAt: Date | null, now: Date): Section {
  if (name !== 'engagement_opportunities' || lastUserMessageAt === null) return neutralSection(name, 'missing', now);
  const section = neutralSection(name, 'heuristic', now);
  const gapHours = Math.max(0, (now.getTime() - lastUserMessageAt.getTime()) / HOUR_MS);
  return {
    ...section,
    confidence: HEURISTIC_CONFIDENCE,
    data: { ...section.data, last_engagement_gap_hours: gapHours },
  };
}

function neutralRow(name: SectionName, now: Date): Record<string, unknown> & { confidence: number } {
  if (name === 'character_performance') return { ...characterPerformance.project([], INSIGHT_WINDOW_HOURS, now) };
  const row = projectRows(
    CONVERSATION_ENGINES.map((engine) => engine.run()),
    now,
  ).get(SECTION_TABLES[name]);
  if (row === undefined) throw new Error(`no engine fills ${SECTION_TABLES[name]}`);
  const { engine_version: _version, ...insight } = row;
  return insight;
}
