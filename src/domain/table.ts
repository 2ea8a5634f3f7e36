/** The seven engines. */
export const ENGINE_NAMES = [
  'memory_aging',
  'character_performance',
  'personality_profile',
  'context_switch',
  'memory_behavior',
  'conversation_pattern',
  'proactive_engagement',
] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** The six cache tables. */
export const TABLE_NAMES = [
  'strategic_memory_health',
  'strategic_character_performance',
  'strategic_personality_profiles',
  'strategic_conversation_patterns',
  'strategic_memory_behavior',
  'strategic_engagement_opportunities',
] as const;
export type TableName = (typeof TABLE_NAMES)[number];

/** The six sections of an insight, each one row of one cache table. */
export const SECTION_TABLES = {
  memory_health: 'strategic_memory_health',
  character_performance: 'strategic_character_performance',
  personality_profile: 'strategic_personality_profiles',
  conversation_patterns: 'strategic_conversation_patterns',
  memory_behavior: 'strategic_memory_behavior',
  engagement_opportunities: 'strategic_engagement_opportunities',
} as const satisfies Record<string, TableName>;
export type SectionName = keyof typeof SECTION_TABLES;
