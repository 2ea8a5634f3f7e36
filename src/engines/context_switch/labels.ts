import type { ContextSwitchState, OpenPhrase, OpenTopic } from './state.ts';
import { MAX_KNOWN_PHRASES, MAX_NODE_PHRASES } from './state.ts';

/** Names are somewhat better labels than nouns, and what a topic opened with than what came up later. */
const NAME_BONUS = 1.15;
const OPENING_BONUS = 1.4;
const OPENING_MESSAGES = 2;
/** Two words say more than one; more than three are a mouthful. */
const WORDS_BONUS = [1, 1, 1.35, 1.2, 1];

/** What a related phrase counts of one's own. */
const RELATED_SHARE = 0.25;

/** A topic's label and the phrases it can be known by. */
export interface NamedTopic {
  label: string;
  keys: string[];
}

type KnownPhrases = ContextSwitchState['knownPhrases'];

/**
 * Labels a topic with the phrase that was said most in it and least elsewhere: tf-idf (Spärck Jones 1972) with topics
 * as documents, as it was first written. Without phrases, the first words of the topic.
 */
export function labelOf(topic: OpenTopic, known: KnownPhrases, topics: number): NamedTopic {
  const ranked = topic.phrases
    .map((phrase) => ({ phrase, weight: weigh(phrase, support(phrase, topic.phrases), known, topics) }))
    .sort((a, b) => b.weight - a.weight || a.phrase.first - b.phrase.first);
  const best = ranked[0];
  const keys = ranked.slice(0, MAX_NODE_PHRASES).map(({ phrase }) => phrase.key);
  return { label: best?.phrase.text ?? (topic.snippet || '…'), keys };
}

/** How often it was said, other phrases with a word in common counting in part: `yoga`, `yoga class`, `yoga teacher`. */
function support(phrase: OpenPhrase, all: readonly OpenPhrase[]): number {
  const words = phrase.key.split(' ');
  const related = all.filter((other) => other !== phrase && other.key.split(' ').some((word) => words.includes(word)));
  return phrase.count + RELATED_SHARE * related.reduce((sum, { count }) => sum + count, 0);
}

function weigh(phrase: OpenPhrase, said: number, known: KnownPhrases, topics: number): number {
  const documents = known.find(([key]) => key === phrase.key)?.[1] ?? 0;
  const rarity = Math.log((topics + 2) / (documents + 1));
  const words = phrase.key.split(' ').length;
  return (
    (1 + Math.log(said)) *
    (0.3 + Math.max(0, rarity)) *
    (phrase.name ? NAME_BONUS : 1) *
    (phrase.first <= OPENING_MESSAGES ? OPENING_BONUS : 1) *
    (WORDS_BONUS[words] ?? 1)
  );
}

/** Counts the topic among those in which its phrases were said. */
export function rememberPhrases(known: KnownPhrases, phrases: readonly OpenPhrase[], topic: number): KnownPhrases {
  const places = new Map(known.map(([key], at) => [key, at]));
  const next = [...known];
  for (const { key } of phrases) {
    const at = places.get(key);
    const before = at === undefined ? undefined : next[at];
    if (at !== undefined && before !== undefined) next[at] = [key, before[1] + 1, topic];
    else next.push([key, 1, topic]);
  }
  if (next.length <= MAX_KNOWN_PHRASES) return next;
  return next.sort((a, b) => b[1] - a[1] || b[2] - a[2]).slice(0, MAX_KNOWN_PHRASES);
}
