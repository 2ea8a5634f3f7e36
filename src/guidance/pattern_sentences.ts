import type { ConversationPatterns } from '../domain/conversation_patterns.ts';
import { isTellingLabel } from '../engines/memory/worth_telling.ts';
import { list, quote, when } from './sentence.ts';
import type { Reader, Sentence } from './sentence.ts';

/** The columns that are told of. */
export const TOLD_OF_PATTERNS = [
  'recent_topics',
  'communication_style',
  'emotional_engagement',
  'optimal_response_length',
] as const;
type Told = Pick<ConversationPatterns, (typeof TOLD_OF_PATTERNS)[number]>;

/** What was spoken of last, how this user writes and is answered best, and where their mood goes. */
export function patternSentences(row: Told, reader: Reader): Sentence[] {
  return [...topicSentences(row), ...styleSentences(row, reader)];
}

/** Of so many topics, this many are told of: those of at least three messages, which were more than a remark. */
const LATEST_TOPICS = 8;
const TOPICS = 3;
const TOPIC_MESSAGES = 3;
/** A longer label is the beginning of a message that had nothing to be named by. */
const LABEL_WORDS = 4;

function topicSentences({ recent_topics: topics }: Told): Sentence[] {
  const told = topics
    .slice(-LATEST_TOPICS)
    .filter(({ topic, messages }) => messages >= TOPIC_MESSAGES && isGoodLabel(topic))
    .map(({ topic }) => topic);
  // A topic that came up again counts where it came up last.
  const newest = [...new Set(told.toReversed())]
    .slice(0, TOPICS)
    .reverse()
    .map((label) => quote(label));
  return when(newest.length > 0, 0.5, () => `You last spoke of ${newest.join(', then ')}.`);
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
/** Words a message up to which a user is brief, and from which on they write at length. */
const BRIEF = 8;
const LONG = 25;

function styleSentences(row: Told, { isBack }: Reader): Sentence[] {
  const { communication_style: style, optimal_response_length: length } = row;
  const formality = style.formality?.mean ?? (CASUAL + FORMAL) / 2;
  const words = style.words_per_message?.mean ?? (BRIEF + LONG) / 2;
  const manner = [
    ...(formality < CASUAL ? ['casually'] : formality > FORMAL ? ['formally'] : []),
    ...((style.emoji_per_message?.mean ?? 0) >= EMOJI_HABIT ? ['with emoji'] : []),
    ...(words < 1 ? [] : words <= BRIEF ? ['briefly'] : words >= LONG ? ['at length'] : []),
  ];
  const mood = { brightening: 'better', steady: null, darkening: 'worse' }[row.emotional_engagement.trend];
  return [
    ...when(mood !== null && !isBack, 0.85, () => `The user's mood has been getting ${mood} lately.`),
    ...when(length !== null, 0.8, () => `This user answers replies of about ${Math.round(length ?? 0)} words best.`),
    ...when(manner.length > 0, 0.7, () => `The user writes ${list(manner)}${lengthOf(words)}.`),
  ];
}

/** Who writes in emoji alone writes no words. */
function lengthOf(words: number): string {
  return words < 1 ? '' : `, about ${Math.round(words)} words a message`;
}
