import * as v from 'valibot';
import { CharacterPerformanceSchema } from '../domain/character_performance.ts';
import type { CharacterPerformance } from '../domain/character_performance.ts';
import { ConversationPatternsSchema } from '../domain/conversation_patterns.ts';
import type { ConversationPatterns } from '../domain/conversation_patterns.ts';
import { EngagementOpportunitiesSchema } from '../domain/engagement_opportunities.ts';
import type { EngagementOpportunities } from '../domain/engagement_opportunities.ts';
import { MemoryBehaviorSchema } from '../domain/memory_behavior.ts';
import { MemoryHealthSchema } from '../domain/memory_health.ts';
import type { MemoryHealth } from '../domain/memory_health.ts';
import { PersonalityProfileSchema } from '../domain/personality_profile.ts';
import type { SectionName } from '../domain/table.ts';
import { isTellingLabel } from '../engines/memory/worth_telling.ts';
import { list, quote, span } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** What a section has to say to whoever writes the next reply. Nothing, where its data is not what engines write. */
export const SENTENCES: Record<SectionName, (data: unknown, botName: string) => Sentence[]> = {
  engagement_opportunities: of(EngagementOpportunitiesSchema, engagementSentences),
  conversation_patterns: of(ConversationPatternsSchema, (row) => [...topicSentences(row), ...styleSentences(row)]),
  personality_profile: of(PersonalityProfileSchema, ({ adaptation_suggestions: suggestions }) =>
    suggestions.slice(0, 2).map(({ trait, action }) => {
      const answer = action === 'more' ? 'better' : 'worse';
      return said(0.75, `Be ${action} ${quote(trait)}: this user answers that ${answer} than the rest.`);
    }),
  ),
  memory_health: of(MemoryHealthSchema, memorySentences),
  memory_behavior: of(MemoryBehaviorSchema, ({ high_retention_memories: held }) =>
    when(held.length > 0, 0.35, () => `Well remembered, no need to explain: ${labels(held, 2)}.`),
  ),
  character_performance: of(CharacterPerformanceSchema, performanceSentences),
};

/** Hours of absence from which on a return is worth a word. */
const LONG_ABSENCE = 72;
/** What a user has no way to notice. */
const COUNT_OF_MESSAGES = /messages$/u;
const IN_A_ROW = /in a row$/u;

function engagementSentences(row: EngagementOpportunities): Sentence[] {
  const gap = row.last_engagement_gap_hours ?? 0;
  const milestone = row.milestones.map((one) => one.milestone).find((name) => !COUNT_OF_MESSAGES.test(name));
  return [
    ...row.unresolved_topics.slice(0, 2).map(({ text, by }) => said(0.95, `${openingOf(text, by)}: ${quote(text)}.`)),
    ...when(gap >= LONG_ABSENCE, 0.7, () => `The user was last here ${span(gap)} ago.`),
    ...when(milestone !== undefined, 0.4, () =>
      IN_A_ROW.test(milestone ?? '')
        ? `The user lately wrote on ${milestone}.`
        : `You and the user have talked for about ${milestone}.`,
    ),
  ];
}

function openingOf(text: string, by: 'user' | 'bot'): string {
  if (by === 'bot') return 'You asked and got no answer';
  return /[?？]["”')\s]*$/u.test(text) ? 'The user asked and got no answer' : 'A plan of the user to ask about';
}

/** Of so many topics, this many are told of: those of at least three messages, which were more than a remark. */
const LATEST_TOPICS = 8;
const TOPICS = 3;
const TOPIC_MESSAGES = 3;
/** A longer label is the beginning of a message that had nothing to be named by. */
const LABEL_WORDS = 4;

function topicSentences({ recent_topics: topics }: ConversationPatterns): Sentence[] {
  const told = topics
    .slice(-LATEST_TOPICS)
    .filter(({ topic, messages }) => messages >= TOPIC_MESSAGES && isGoodLabel(topic))
    .map(({ topic }) => topic);
  // A topic that came up again counts where it came up last.
  const newest = [...new Set(told.toReversed())].slice(0, TOPICS).reverse();
  return when(newest.length > 0, 0.5, () => `Spoken of lately, newest last: ${list(newest.map(quote))}.`);
}

/** Words alone, few enough, and not all of them everyday ones. */
function isGoodLabel(label: string): boolean {
  const words = label.split(/\s+/u);
  if (words.length > LABEL_WORDS || !/^[\p{L}\p{M}\p{N}'’&\s-]+$/u.test(label)) return false;
  return isTellingLabel(label);
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
    ...when(length !== null, 0.8, () => `This user answers replies of about ${Math.round(length ?? 0)} words best.`),
    ...when(tone !== null, 0.7, () => `The user writes ${tone}${emoji}: match it.`),
    ...when(depth === 'brief', 0.65, () => 'The user likes it brief.'),
    ...when(depth === 'deep', 0.65, () => 'The user likes to go deep.'),
  ];
}

/** Times that a thing spoken of came up again, from which on the two keep coming back to it. */
const OFTEN = 3;

function memorySentences(row: MemoryHealth, botName: string): Sentence[] {
  const isOther = ({ label }: { label: string }) => label.toLowerCase() !== botName.toLowerCase();
  const fading = row.forgetting_risk_memories.filter(isOther);
  const stored = fading.filter(({ source }) => source === 'memory');
  const mentioned = fading.filter(({ source }) => source === 'mention');
  const favourites = row.memory_snapshot.memories
    .filter((memory) => memory.source === 'mention' && memory.recall_count >= OFTEN && isOther(memory))
    .toSorted((a, b) => b.recall_count - a.recall_count);
  return [
    ...when(stored.length > 0, 0.75, () => `Not mentioned for long, do not forget: ${labels(stored, 2)}.`),
    ...when(favourites.length > 0, 0.45, () => `You two keep coming back to ${labels(favourites, 3)}.`),
    ...when(mentioned.length > 0, 0.4, () => `Not mentioned for long, could be asked about: ${labels(mentioned, 2)}.`),
  ];
}

/** What it means to a bot that a metric falls, by metric. */
const FALLING: Readonly<Record<string, string>> = {
  engagement: 'engage users less',
  satisfaction: 'satisfy users less',
  coherence: 'have been less coherent',
  reply_rate: 'are left unanswered more often',
  return_rate: 'bring fewer users back',
  sentiment: 'leave users in a worse mood',
};
const SIGNIFICANT = 0.05;
const LOW_COHERENCE = 0.6;

function performanceSentences(row: CharacterPerformance): Sentence[] {
  const { coherence_score_avg: coherence, personality_consistency_index: consistency } = row;
  const falling = row.metrics
    .filter(({ slope_per_day: slope, p_value: p }) => slope !== null && slope < 0 && p !== null && p < SIGNIFICANT)
    .flatMap(({ metric }) => FALLING[metric] ?? []);
  return [
    ...when(
      coherence !== null && coherence < LOW_COHERENCE,
      0.5,
      () => 'Your replies have lately scored low on coherence: stay on the point.',
    ),
    ...when((consistency ?? 1) < 0.5, 0.5, () => 'You have lately written unlike yourself: stay in character.'),
    ...when(
      row.quality_trend === 'declining' && falling.length > 0,
      0.4,
      () => `Your replies ${list(falling.slice(0, 2))} than some days ago, over all users.`,
    ),
  ];
}

function labels(memories: readonly { label: string }[], most: number): string {
  return list(memories.slice(0, most).map(({ label }) => quote(label)));
}

function of<Row>(
  schema: v.GenericSchema<unknown, Row>,
  sentences: (row: Row, botName: string) => Sentence[],
): (data: unknown, botName: string) => Sentence[] {
  return (data, botName) => {
    const parsed = v.safeParse(schema, data);
    return parsed.success ? sentences(parsed.output, botName) : [];
  };
}

function said(worth: number, text: string): Sentence {
  return { worth, text };
}

function when(condition: boolean, worth: number, text: () => string): Sentence[] {
  return condition ? [said(worth, text())] : [];
}
