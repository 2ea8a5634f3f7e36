import * as v from 'valibot';
import { ConversationPatternsSchema } from '../../../src/domain/conversation_patterns.ts';
import { EngagementOpportunitiesSchema } from '../../../src/domain/engagement_opportunities.ts';
import { MemoryBehaviorSchema } from '../../../src/domain/memory_behavior.ts';
import { MemoryHealthSchema } from '../../../src/domain/memory_health.ts';
import { PersonalityProfileSchema } from '../../../src/domain/personality_profile.ts';
import { characterPerformance } from '../../../src/engines/character_performance.ts';
import type { AnnotatedEvent } from '../../../src/engines/engine.ts';
import { BOT_ENGINE, CONVERSATION_ENGINES, projectRows } from '../../../src/engines/registry.ts';
import * as told from './told_values.ts';

/** A section's row: how sure it is, and what it says. */
export interface ToldSection {
  confidence: number;
  values: told.Told;
}

/** Sections in the order of the table, with what turns a row of them into numbers. */
const SECTIONS: readonly [section: string, table: string, read: (row: unknown) => told.Told][] = [
  ['memory_health', 'strategic_memory_health', (row) => told.toldOfMemories(v.parse(MemoryHealthSchema, row))],
  ['memory_behavior', 'strategic_memory_behavior', (row) => told.toldOfForgetting(v.parse(MemoryBehaviorSchema, row))],
  [
    'personality_profile',
    'strategic_personality_profiles',
    (row) => told.toldOfTraits(v.parse(PersonalityProfileSchema, row)),
  ],
  [
    'conversation_patterns',
    'strategic_conversation_patterns',
    (row) => told.toldOfPatterns(v.parse(ConversationPatternsSchema, row)),
  ],
  [
    'engagement_opportunities',
    'strategic_engagement_opportunities',
    (row) => told.toldOfTiming(v.parse(EngagementOpportunitiesSchema, row)),
  ],
];

/** What every section says at `now` after these events. */
export function rowsAfter(events: readonly AnnotatedEvent[], now: number): Map<string, ToldSection> {
  const engines = CONVERSATION_ENGINES.map((engine) => engine.run());
  const bot = BOT_ENGINE.run();
  for (const event of events) for (const engine of [...engines, bot]) engine.fold(event);
  const rows = projectRows(engines, new Date(now));
  const sections = new Map<string, ToldSection>();
  for (const [section, table, read] of SECTIONS) {
    const row = rows.get(table);
    if (row !== undefined) sections.set(section, { confidence: row.confidence, values: read(row) });
  }
  const performance = characterPerformance.project(bot.hours(), 720, new Date(now));
  const values = told.toldOfPerformance(performance);
  return sections.set('character_performance', { confidence: performance.confidence, values });
}
