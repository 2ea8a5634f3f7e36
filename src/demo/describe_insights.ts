import * as v from 'valibot';
import { CharacterPerformanceSchema } from '../domain/character_performance.ts';
import { ConversationPatternsSchema } from '../domain/conversation_patterns.ts';
import { EngagementOpportunitiesSchema } from '../domain/engagement_opportunities.ts';
import { FRESHNESS, SectionSchema } from '../domain/insights.ts';
import type { Section } from '../domain/insights.ts';
import { MemoryBehaviorSchema } from '../domain/memory_behavior.ts';
import { MemoryHealthSchema } from '../domain/memory_health.ts';
import { PersonalityProfileSchema } from '../domain/personality_profile.ts';
import type { SectionName } from '../domain/table.ts';
import { describeCharacterPerformance } from './describe/character_performance.ts';
import { describeConversationPatterns } from './describe/conversation_patterns.ts';
import { describeEngagementOpportunities } from './describe/engagement_opportunities.ts';
import { describeMemoryBehavior } from './describe/memory_behavior.ts';
import { describeMemoryHealth } from './describe/memory_health.ts';
import { describePersonalityProfile } from './describe/personality_profile.ts';
import { block } from './layout.ts';
import type { Entry } from './layout.ts';
import { sureness } from './words.ts';

/** The answer of GET …/insights as the demo reads it. */
export const InsightsAnswerSchema = v.object({
  bot_name: v.string(),
  user_id: v.string(),
  served_at: v.string(),
  freshness: v.picklist(FRESHNESS),
  sections: v.object({
    conversation_patterns: SectionSchema,
    personality_profile: SectionSchema,
    engagement_opportunities: SectionSchema,
    memory_health: SectionSchema,
    memory_behavior: SectionSchema,
    character_performance: SectionSchema,
  }),
  guidance: v.string(),
});
export type InsightsAnswer = v.InferOutput<typeof InsightsAnswerSchema>;

/** What a section is called and about, and how its data is put into words. */
interface Description {
  title: string;
  describe: (data: unknown, now: string) => Entry[];
}

const DESCRIPTIONS: Record<SectionName, Description> = {
  conversation_patterns: {
    title: 'CONVERSATION PATTERNS: what the two talk about, and how',
    describe: (data, now) => describeConversationPatterns(v.parse(ConversationPatternsSchema, data), now),
  },
  personality_profile: {
    title: 'PERSONALITY PROFILE: which side of the bot this user likes',
    describe: (data) => describePersonalityProfile(v.parse(PersonalityProfileSchema, data)),
  },
  engagement_opportunities: {
    title: 'ENGAGEMENT OPPORTUNITIES: when to write first, and about what',
    describe: (data, now) => describeEngagementOpportunities(v.parse(EngagementOpportunitiesSchema, data), now),
  },
  memory_health: {
    title: 'MEMORY HEALTH: what is known of the user, and what is fading',
    describe: (data, now) => describeMemoryHealth(v.parse(MemoryHealthSchema, data), now),
  },
  memory_behavior: {
    title: 'MEMORY BEHAVIOUR: how remembering goes with this user',
    describe: (data, now) => describeMemoryBehavior(v.parse(MemoryBehaviorSchema, data), now),
  },
  character_performance: {
    title: 'CHARACTER PERFORMANCE: how the bot does',
    describe: (data, now) => describeCharacterPerformance(v.parse(CharacterPerformanceSchema, data), now),
  },
};

/** All six sections in words, each with its freshness and confidence. */
export function describeInsights({ sections, served_at: now }: InsightsAnswer): string {
  return Object.entries(sections)
    .map(([name, section]) => describeSection(name as SectionName, section, now))
    .join('\n');
}

/** One section in words. */
export function describeSection(name: SectionName, section: Section, now: string): string {
  const { title, describe } = DESCRIPTIONS[name];
  const { freshness, age_seconds: age, confidence, data } = section;
  const computed = age === null ? 'not computed' : `computed ${Math.round(age)} s ago`;
  const label = `${freshness}, ${computed} · confidence ${confidence.toFixed(2)} of 1 (${sureness(confidence)})`;
  return block(title, label, describe(data, now));
}
