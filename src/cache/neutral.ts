import type { Freshness } from '../domain/insights.ts';
import { SECTION_TABLES } from '../domain/table.ts';
import type { SectionName } from '../domain/table.ts';
import { characterPerformance } from '../engines/character_performance.ts';
import type { WindowHours } from '../engines/engine.ts';
import { CONVERSATION_ENGINES, projectRows } from '../engines/registry.ts';
import { INSIGHT_WINDOW_HOURS } from './insight_window.ts';
import type { Performance } from './load_performance.ts';
import { servedWithoutRow } from './served_section.ts';
import type { ServedSection } from './served_section.ts';

const HOUR_MS = 3_600_000;
/** What a heuristic is worth beside a computed row. */
const HEURISTIC_CONFIDENCE = 0.05;

type NeutralRow = Record<string, unknown> & { confidence: number };

/** Nothing that has not happened depends on the time, so any moment will do. */
const ANY_TIME = new Date(0);
/** What the engines say of no events at all. */
const NEUTRAL: Readonly<Record<SectionName, NeutralRow>> = neutralRows();

const SERVED = { missing: neutralSections('missing'), degraded: neutralSections('degraded') };

/** What is said when nothing is known. */
export function neutralSection(name: SectionName, freshness: 'missing' | 'degraded'): ServedSection {
  return SERVED[freshness][name];
}

/** The same of a bot, one section a window. */
export function neutralPerformance(freshness: Freshness): Performance {
  const section = (hours: WindowHours): ServedSection =>
    servedWithoutRow(freshness, { ...NEUTRAL.character_performance, time_window_hours: hours });
  return { 24: section(24), 168: section(168), 720: section(720) };
}

/** What the counters of a conversation tell where there is no row: little, but true. The rest is `missing`. */
export function heuristicSection(name: SectionName, lastUserMessageAt: number | null, now: Date): ServedSection {
  if (name !== 'engagement_opportunities' || lastUserMessageAt === null) return neutralSection(name, 'missing');
  const gapHours = Math.max(0, (now.getTime() - lastUserMessageAt) / HOUR_MS);
  const row = { ...NEUTRAL[name], confidence: HEURISTIC_CONFIDENCE, last_engagement_gap_hours: gapHours };
  return servedWithoutRow('heuristic', row, `at${now.getTime()}`);
}

function neutralSections(freshness: Freshness): Readonly<Record<SectionName, ServedSection>> {
  const of = (name: SectionName): ServedSection => servedWithoutRow(freshness, NEUTRAL[name]);
  return {
    memory_health: of('memory_health'),
    character_performance: of('character_performance'),
    personality_profile: of('personality_profile'),
    conversation_patterns: of('conversation_patterns'),
    memory_behavior: of('memory_behavior'),
    engagement_opportunities: of('engagement_opportunities'),
  };
}

function neutralRows(): Record<SectionName, NeutralRow> {
  const projected = projectRows(
    CONVERSATION_ENGINES.map((engine) => engine.run()),
    ANY_TIME,
  );
  const of = (name: SectionName): NeutralRow => {
    const row = projected.get(SECTION_TABLES[name]);
    if (row === undefined) throw new Error(`no engine fills ${SECTION_TABLES[name]}`);
    const { engine_version: _version, ...insight } = row;
    return insight;
  };
  return {
    memory_health: of('memory_health'),
    character_performance: { ...characterPerformance.project([], INSIGHT_WINDOW_HOURS, ANY_TIME) },
    personality_profile: of('personality_profile'),
    conversation_patterns: of('conversation_patterns'),
    memory_behavior: of('memory_behavior'),
    engagement_opportunities: of('engagement_opportunities'),
  };
}
