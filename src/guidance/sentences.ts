import * as v from 'valibot';
import { CharacterPerformanceSchema } from '../domain/character_performance.ts';
import { ConversationPatternsSchema } from '../domain/conversation_patterns.ts';
import type { ConversationPatterns } from '../domain/conversation_patterns.ts';
import { EngagementOpportunitiesSchema } from '../domain/engagement_opportunities.ts';
import type { EngagementOpportunities } from '../domain/engagement_opportunities.ts';
import { MemoryBehaviorSchema } from '../domain/memory_behavior.ts';
import { MemoryHealthSchema } from '../domain/memory_health.ts';
import { PersonalityProfileSchema } from '../domain/personality_profile.ts';
import type { SectionName } from '../domain/table.ts';
import { list, quote, span } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** What a section has to say to whoever writes the next reply. Nothing, where its data is not what engines write. */
export const SENTENCES: Record<SectionName, (data: unknown) => Sentence[]> = {
  engagement_opportunities: of(EngagementOpportunitiesSchema, engagementSentences),
  conversation_patterns: of(ConversationPatternsSchema, (row) => [...topicSentences(row), ...styleSentences(row)]),
  personality_profile: of(PersonalityProfileSchema, ({ adaptation_suggestions: suggestions }) =>
    suggestions.slice(0, 2).map(({ trait, action }) => {
      const answers = action === 'more' ? 'better' : 'worse';
      return said(0.75, `This user answers ${answers} when you are ${quote(trait)}: show ${action} of it.`);
    }),
  ),
  memory_health: of(MemoryHealthSchema, ({ forgetting_risk_memories: fading }) =>
    when(fading.length > 0, 0.65, () => `Long not mentioned and worth bringing up: ${labels(fading)}.`),
  ),
  memory_behavior: of(MemoryBehaviorSchema, ({ high_retention_memories: held }) =>
    when(held.length > 0, 0.35, () => `Common ground that needs no explaining: ${labels(held)}.`),
  ),
  character_performance: of(CharacterPerformanceSchema, (row) => [
    ...when(
      row.quality_trend === 'declining',
      0.3,
      () => 'Your replies have been getting worse with users in general: take more care than usual.',
    ),
    ...when(
      (row.personality_consistency_index ?? 1) < 0.5,
      0.5,
      () => 'You have lately written unlike yourself: stay in character.',
    ),
  ]),
};

/** Hours of absence from which on a return is worth a word. */
const LONG_ABSENCE = 72;

function engagementSentences(row: EngagementOpportunities): Sentence[] {
  const gap = row.last_engagement_gap_hours ?? 0;
  return [
    ...row.unresolved_topics.slice(0, 2).map(({ text, by }) => {
      const opening = by === 'user' ? 'The user said and nobody came back to it' : 'You asked and got no answer';
      return said(0.95, `${opening}: ${quote(text)}.`);
    }),
    ...when(gap >= LONG_ABSENCE, 0.7, () => `The user was last here ${span(gap)} ago.`),
    ...row.milestones.slice(0, 1).map(({ milestone }) => said(0.4, `A milestone of this conversation: ${milestone}.`)),
  ];
}

function topicSentences({ recent_topics: topics }: ConversationPatterns): Sentence[] {
  const current = topics.at(-1);
  const earlier = new Set(topics.slice(0, -1).map(({ topic }) => topic));
  if (current !== undefined) earlier.delete(current.topic);
  return [
    ...when(current?.end_time === null, 0.6, () => `You are talking about ${quote(current?.topic ?? '')}.`),
    ...when(earlier.size > 0, 0.55, () => `Before that: ${list([...earlier].slice(-3).map(quote))}.`),
  ];
}

/** Formality below which a user is casual, above which formal; emoji a message from which on they are a habit. */
const CASUAL = 0.35;
const FORMAL = 0.6;
const EMOJI_HABIT = 0.3;

function styleSentences(row: ConversationPatterns): Sentence[] {
  const { communication_style: style, preferred_depth: depth, optimal_response_length: length } = row;
  const formality = style.formality?.mean ?? (CASUAL + FORMAL) / 2;
  const tone = formality < CASUAL ? 'casually' : formality > FORMAL ? 'formally' : null;
  const emoji = (style.emoji_per_message?.mean ?? 0) >= EMOJI_HABIT ? ', with emoji' : '';
  const mood = { brightening: 'better', steady: null, darkening: 'worse' }[row.emotional_engagement.trend];
  return [
    ...when(mood !== null, 0.85, () => `The user's mood has been getting ${mood} lately.`),
    ...when(length !== null, 0.8, () => `Replies of about ${Math.round(length ?? 0)} words work best with this user.`),
    ...when(tone !== null, 0.7, () => `The user writes ${tone}${emoji}: match it.`),
    ...when(depth === 'brief', 0.65, () => 'The user likes it brief.'),
    ...when(depth === 'deep', 0.65, () => 'The user likes to go deep.'),
  ];
}

function labels(memories: readonly { label: string }[]): string {
  return list(memories.slice(0, 3).map(({ label }) => quote(label)));
}

function of<Row>(
  schema: v.GenericSchema<unknown, Row>,
  sentences: (row: Row) => Sentence[],
): (data: unknown) => Sentence[] {
  return (data) => {
    const parsed = v.safeParse(schema, data);
    return parsed.success ? sentences(parsed.output) : [];
  };
}

function said(worth: number, text: string): Sentence {
  return { worth, text };
}

function when(condition: boolean, worth: number, text: () => string): Sentence[] {
  return condition ? [said(worth, text())] : [];
}
