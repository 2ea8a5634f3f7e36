import type { ConversationPatterns } from '../../domain/conversation_patterns.ts';
import { list, quote, span } from '../../guidance/sentence.ts';
import type { Entry } from '../layout.ts';
import { ago, count, figure, percent } from '../words.ts';

const SHOWN_TOPICS = 6;
const SHOWN_EDGES = 3;
const SHOWN_EMOTIONS = 4;

export function describeConversationPatterns(row: ConversationPatterns, now: string): Entry[] {
  const minutes = row.avg_topic_duration_minutes;
  const rate = row.context_switch_frequency;
  const likelihood = row.predicted_switch_likelihood;
  const length = row.optimal_response_length;
  return [
    [
      'Latest topics',
      row.recent_topics.slice(-SHOWN_TOPICS).map(({ topic, start_time: start, end_time: end, messages }) => {
        const going = end === null ? ', still going on' : '';
        return `${quote(topic)}: ${count(messages, 'message')}, begun ${ago(start, now)}${going}`;
      }),
    ],
    [
      'Rhythm of topics',
      [
        minutes === null ? 'unknown length' : `A topic lasts ${span(minutes / 60)} on average`,
        ...(rate === null ? [] : [`${rate.toFixed(1)} switches an hour of talk`]),
        ...(likelihood === null ? [] : [`the next message opens a new one with a chance of ${percent(likelihood)}`]),
      ].join(', '),
    ],
    ['What follows what', followings(row)],
    ['How the user writes', styleOf(row.communication_style)],
    ['Mood', moodOf(row.emotional_engagement)],
    [
      'Best reply',
      length === null
        ? `Length: cannot be told. Depth: ${row.preferred_depth ?? 'cannot be told'}.`
        : `About ${Math.round(length)} words. Depth: ${row.preferred_depth ?? 'cannot be told'}.`,
    ],
  ];
}

function followings({ topic_transition_graph: { edges } }: ConversationPatterns): string | string[] {
  const repeated = edges.filter((edge) => edge.count > 1).slice(0, SHOWN_EDGES);
  if (repeated.length === 0) return 'No two topics have followed each other more than once.';
  return repeated.map(({ from, to, count: times }) => `${quote(from)}, then ${quote(to)}: ${count(times, 'time')}`);
}

function styleOf(style: ConversationPatterns['communication_style']): string {
  const { formality, words_per_message: words, question_rate: questions, emoji_per_message: emoji } = style;
  const seconds = style.median_reply_seconds;
  return [
    count(style.messages, 'message'),
    ...(style.languages.length === 0
      ? []
      : [list(style.languages.slice(0, 2).map(({ language, share }) => `${percent(share)} ${language}`))]),
    ...(formality === null ? [] : [`formality ${figure(formality.mean)} of 1`]),
    ...(words === null ? [] : [`${Math.round(words.mean)} words each`]),
    ...(questions === null ? [] : [`${percent(questions.mean)} of them ask something`]),
    ...(emoji === null ? [] : [`${figure(emoji.mean)} emoji each`]),
    ...(seconds === null ? [] : [`answers after ${Math.round(seconds)} seconds`]),
  ].join(', ');
}

function moodOf({ sentiment, trend, emotions }: ConversationPatterns['emotional_engagement']): string {
  return [
    sentiment === null ? 'Cannot be told' : `${figure(sentiment.mean)} on a scale from -1 to 1`,
    trend,
    ...(emotions.length === 0
      ? []
      : [
          `mostly ${list(emotions.slice(0, SHOWN_EMOTIONS).map(({ label, share }) => `${label} (${percent(share)})`))}`,
        ]),
  ].join(', ');
}
