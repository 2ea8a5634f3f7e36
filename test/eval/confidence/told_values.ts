import type { CharacterPerformance } from '../../../src/domain/character_performance.ts';
import type { ConversationPatterns } from '../../../src/domain/conversation_patterns.ts';
import type { EngagementOpportunities } from '../../../src/domain/engagement_opportunities.ts';
import type { MemoryBehavior } from '../../../src/domain/memory_behavior.ts';
import type { MemoryHealth } from '../../../src/domain/memory_health.ts';
import type { PersonalityProfile } from '../../../src/domain/personality_profile.ts';

/** What a row says, as numbers on scales on which equal steps mean about the same; null where it says nothing. */
export type Told = Readonly<Record<string, number | null>>;

// Lists of the best, and shares of style modes (told relative to the bot's own habits), have no level to settle at.
export function toldOfMemories(row: MemoryHealth): Told {
  const listed = row.memory_snapshot.memories.length;
  return {
    'memory age': log(row.avg_memory_age_hours),
    'at risk': listed === 0 ? null : row.forgetting_risk_memories.length / listed,
  };
}

export function toldOfForgetting(row: MemoryBehavior): Told {
  return { 'recall simulation': row.recall_simulation_score };
}

export function toldOfTraits(row: PersonalityProfile): Told {
  const { reply_rate: rate, mean_reply_sentiment: sentiment, ...medians } = row.user_response_patterns;
  const tags = row.dominant_traits.filter(({ source }) => source === 'tag');
  return {
    'reply rate': rate,
    'reply words': log(medians.median_reply_words),
    'reply latency': log(medians.median_reply_latency_seconds),
    'reply sentiment': sentiment,
    ...Object.fromEntries(tags.map(({ trait, frequency }) => [`share of ${trait}`, frequency])),
  };
}

export function toldOfPatterns(row: ConversationPatterns): Told {
  const { communication_style: style, emotional_engagement: mood } = row;
  return {
    formality: style.formality?.mean ?? null,
    words: log(style.words_per_message?.mean ?? null),
    questions: style.question_rate?.mean ?? null,
    emoji: style.emoji_per_message?.mean ?? null,
    'messages a turn': log(style.messages_per_turn?.mean ?? null),
    'reply seconds': log(style.median_reply_seconds),
    sentiment: mood.sentiment?.mean ?? null,
    variability: mood.variability,
    'topic minutes': log(row.avg_topic_duration_minutes),
    'switches an hour': log(row.context_switch_frequency),
  };
}

export function toldOfTiming(row: EngagementOpportunities): Told {
  const angles = row.optimal_timing_hours.map((hour) => (Math.PI * hour) / 12);
  const chance = row.receptivity_score;
  return {
    'hours, east': angles.length === 0 ? null : mean(angles.map(Math.cos)),
    'hours, north': angles.length === 0 ? null : mean(angles.map(Math.sin)),
    receptivity: chance === null ? null : Math.log(chance / (1 - chance)),
  };
}

export function toldOfPerformance(row: CharacterPerformance): Told {
  return { engagement: row.engagement_score_avg, satisfaction: row.satisfaction_score_avg };
}

function log(value: number | null): number | null {
  return value === null ? null : Math.log1p(value);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
