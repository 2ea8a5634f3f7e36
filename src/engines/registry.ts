import { characterPerformance } from './character_performance.ts';
import { contextSwitch } from './context_switch.ts';
import { conversationPattern } from './conversation_pattern.ts';
import type { Projection } from './engine.ts';
import { memoryAging } from './memory_aging.ts';
import { memoryBehavior } from './memory_behavior.ts';
import { personalityProfile } from './personality_profile.ts';
import { proactiveEngagement } from './proactive_engagement.ts';
import { botEngine, conversationEngine } from './run.ts';
import type { RunningBotEngine, RunningConversationEngine } from './run.ts';

/** The engines whose rows are a conversation's own. */
export const CONVERSATION_ENGINES = [
  conversationEngine(memoryAging),
  conversationEngine(personalityProfile),
  conversationEngine(contextSwitch),
  conversationEngine(memoryBehavior),
  conversationEngine(conversationPattern),
  conversationEngine(proactiveEngagement),
];

/** The engine whose rows are a bot's. */
export const BOT_ENGINE = botEngine(characterPerformance);

/** The version of every engine, as states of it are marked. */
export const ENGINE_VERSIONS = [...CONVERSATION_ENGINES, BOT_ENGINE].map(({ name, version }) => ({
  engine: name,
  version,
}));

/** A row with the version of the engines that computed it. */
export type ProjectedRow = Projection<Record<string, unknown>> & { engine_version: number };

/** All engines at work on one conversation. */
export interface RunningEngines {
  conversation: readonly RunningConversationEngine[];
  bot: RunningBotEngine;
}

/**
 * What the rows of a conversation say at `now`. Where two engines fill one table, the row is as sure as the less sure
 * of them, and its version is the sum of theirs (raised when either is).
 */
export function projectRows(engines: readonly RunningConversationEngine[], now: Date): Map<string, ProjectedRow> {
  const rows = new Map<string, ProjectedRow>();
  for (const engine of engines) {
    const row = engine.project(now);
    const other = rows.get(engine.table);
    rows.set(engine.table, {
      ...other,
      ...row,
      confidence: Math.min(row.confidence, other?.confidence ?? 1),
      engine_version: engine.version + (other?.engine_version ?? 0),
    });
  }
  return rows;
}
