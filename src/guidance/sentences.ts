import * as v from 'valibot';
import { CharacterPerformanceSchema } from '../domain/character_performance.ts';
import type { CharacterPerformance } from '../domain/character_performance.ts';
import { ConversationPatternsSchema } from '../domain/conversation_patterns.ts';
import { EngagementOpportunitiesSchema } from '../domain/engagement_opportunities.ts';
import type { EngagementOpportunities } from '../domain/engagement_opportunities.ts';
import { MemoryHealthSchema } from '../domain/memory_health.ts';
import { PersonalityProfileSchema } from '../domain/personality_profile.ts';
import type { SectionName } from '../domain/table.ts';
import { isPromiseToTell, isRequestToHear } from '../engines/proactive_engagement/report.ts';
import { memorySentences } from './memory_sentences.ts';
import { patternSentences, TOLD_OF_PATTERNS } from './pattern_sentences.ts';
import { list, MAX_SAID, quote, span, when } from './sentence.ts';
import type { Reader, Sentence } from './sentence.ts';
import { traitSentences } from './trait_sentences.ts';

const TOLD_OF_ENGAGEMENT = ['last_engagement_gap_hours', 'milestones', 'unresolved_topics'] as const;

/** Makes the sentences of one section. */
interface Telling {
  /** Of a row that an engine has projected. */
  ofRow(row: object, reader: Reader): Sentence[];
  /** Of what anybody may have written; none, where it is not what engines write. */
  ofData(data: unknown, reader: Reader): Sentence[];
}

/** What a section has to say to whoever writes the next reply. */
export const SENTENCES: Partial<Record<SectionName, Telling>> = {
  engagement_opportunities: of(v.pick(EngagementOpportunitiesSchema, TOLD_OF_ENGAGEMENT), engagementSentences),
  conversation_patterns: of(v.pick(ConversationPatternsSchema, TOLD_OF_PATTERNS), patternSentences),
  personality_profile: of(PersonalityProfileSchema, traitSentences),
  memory_health: of(MemoryHealthSchema, memorySentences),
  // Not memory_behavior: how well memories are held helps whoever chooses what to recall, and changes nothing in a reply.
  character_performance: of(CharacterPerformanceSchema, performanceSentences),
};

/** Hours of absence from which on a return is worth a word. */
const LONG_ABSENCE = 72;
/** What a user has no way to notice. */
const COUNT_OF_MESSAGES = /messages$/u;
const IN_A_ROW = /in a row$/u;

function engagementSentences(row: Pick<EngagementOpportunities, (typeof TOLD_OF_ENGAGEMENT)[number]>): Sentence[] {
  const gap = row.last_engagement_gap_hours ?? 0;
  const milestone = row.milestones.map((one) => one.milestone).find((name) => !COUNT_OF_MESSAGES.test(name));
  const sentences = [
    ...row.unresolved_topics
      .slice(0, 2)
      .map(({ text, by }) => ({ worth: 0.95, text: `${openingOf(text, by)}: ${quote(text, MAX_SAID)}.` })),
    ...when(gap >= LONG_ABSENCE, 0.7, () => `The user was last here ${span(gap)} ago.`),
    ...when(milestone !== undefined, 0.4, () =>
      IN_A_ROW.test(milestone ?? '')
        ? `The user lately wrote on ${milestone}.`
        : `You and the user have talked for about ${milestone}.`,
    ),
  ];
  return sentences.map((sentence) => ({ ...sentence, isFact: true }));
}

function openingOf(text: string, by: 'user' | 'bot'): string {
  const asks = /[?？]["”')\s]*$/u.test(text);
  if (by === 'bot') return asks ? 'You asked and got no answer' : 'You asked to be told, and were not';
  if (asks) return 'The user asked and got no answer';
  const last = text.split(/(?<=[.!]) /u).at(-1) ?? text;
  return isRequestToHear(last) && !isPromiseToTell(last)
    ? 'The user asked to be told, and was not'
    : 'A plan of the user to ask about';
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

function of<Row extends object>(
  schema: v.GenericSchema<unknown, Row>,
  sentences: (row: Row, reader: Reader) => Sentence[],
): Telling {
  return {
    // Not parsed: the engines' types, and a test of them all, say that it is what the schema describes.
    ofRow: (row, reader) => sentences(row as Row, reader),
    ofData(data, reader) {
      const parsed = v.safeParse(schema, data);
      return parsed.success ? sentences(parsed.output, reader) : [];
    },
  };
}
