import { ELLIPSIS } from '../../domain/ellipsis.ts';
import type { ContextSwitchState, OpenPhrase, OpenTopic, OpenWord } from './state.ts';
import { MAX_KNOWN_WORDS, MAX_NODE_WORDS } from './state.ts';
import { COMMON_WORDS } from './common_words.ts';
import { wordsOf } from './said.ts';

/** Names are somewhat better labels than nouns. */
const NAME_BONUS = 1.15;
/** What a topic opened with is a better label than what came up later. By number of the message. */
const OPENING_BONUS = [1, 1.6, 1.35, 1.15];
/** What both sides said, than what one side said. */
const BOTH_BONUS = 1.25;
/** Two words say more than one; more than three are a mouthful. */
const WORDS_BONUS = [1, 1, 1.35, 1.25, 1];
/** The head of a phrase counts this many times. */
const HEAD_WEIGHT = 2;
/** Messages of a topic that are its opening. */
const OPENING_MESSAGES = 2;
/** Share of a topic's messages that have what it is about. */
const PERVADING_SHARE = 0.4;
/** Messages in which nothing is said twice, as a rule. */
const SHORT_TOPIC = 4;
/** Phrases of an opening message of which one can be told to be what it is about. */
const FEW_PHRASES = 5;
/** Rarity of a word said in every topic, and of one said in none so far. */
const LEAST_RARITY = 0.3;
const MOST_RARITY = 3;
/** What a word that is common in any talk counts of one that is not. */
const COMMON_SHARE = 0.5;
/** What stands before a surname. */
const TITLES: ReadonlySet<string> = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'doctor', 'prof', 'professor', 'sir']);

/** A topic's label and the words it can be known by, heaviest first. */
export interface NamedTopic {
  label: string;
  /** Lemmas of the label; empty where the topic is not clearly about one phrase: then the label is its first words. */
  key: string;
  words: [string, number][];
  rarity: Rarity;
}

type KnownWords = ContextSwitchState['knownWords'];

/** How rare a word is among the topics so far: idf (Spärck Jones 1972) with topics as documents. */
export type Rarity = (word: string) => number;

export function rarityAmong(known: KnownWords, topics: number): Rarity {
  const documents = new Map<string, number>();
  for (const [word, count] of known) documents.set(word, count);
  const rarities = new Map<string, number>();
  return (word) => {
    const before = rarities.get(word);
    if (before !== undefined) return before;
    const idf = Math.log((topics + 2) / ((documents.get(word) ?? 0) + 1));
    const rarity = Math.max(LEAST_RARITY, Math.min(MOST_RARITY, idf)) * (isCommon(word) ? COMMON_SHARE : 1);
    rarities.set(word, rarity);
    return rarity;
  };
}

function isCommon(word: string): boolean {
  return COMMON_WORDS.has(word) || (word.endsWith('s') && COMMON_WORDS.has(word.slice(0, -1)));
}

export function nameTopic(topic: OpenTopic, known: KnownWords, topics: number): NamedTopic {
  const rarity = rarityAmong(known, topics);
  return { ...labelOf(topic, rarity), words: profileOf(topic, rarity), rarity };
}

function profileOf(topic: OpenTopic, rarity: Rarity): [string, number][] {
  return topic.words
    .map((said) => {
      const weight = round((weigh(said) * openingBonus(said.first)) / 2);
      return { word: said.word, weight, rareWeight: weight * rarity(said.word) };
    })
    .sort((a, b) => b.rareWeight - a.rareWeight)
    .slice(0, MAX_NODE_WORDS)
    .map(({ word, weight }) => [word, weight]);
}

/** How much a word was spoken of: in how many messages, by one side or both. */
function weigh({ count, sides }: OpenWord): number {
  return (1 + Math.log(count)) * (sides === 3 ? BOTH_BONUS : 1);
}

function openingBonus(first: number): number {
  return OPENING_BONUS[first] ?? 1;
}

/**
 * The phrase that the topic is most about: one that it is clearly about, else the likeliest that says something by
 * itself; its first words where nothing of the kind was said.
 */
function labelOf(topic: OpenTopic, rarity: Rarity): Pick<NamedTopic, 'label' | 'key'> {
  const words = new Map(topic.words.map((said) => [said.word, said]));
  const opening = topic.phrases.filter(({ first }) => first === 1).length;
  const candidates: Candidate[] = [];
  for (const phrase of topic.phrases) {
    const parts = wordsOf(phrase.key);
    if (isTelling(parts)) candidates.push(weighPhrase(phrase, parts, words, rarity));
  }
  const best =
    heaviest(candidates.filter((candidate) => isClear(candidate, topic.messages, opening))) ??
    heaviest(candidates.filter(isLikely));
  return best === undefined
    ? { label: topic.snippet || (topic.phrases[0]?.text ?? ELLIPSIS), key: '' }
    : { label: readable(best.phrase), key: best.phrase.key };
}

function heaviest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, candidate) => (candidate.weight > (best?.weight ?? 0) ? candidate : best),
    undefined,
  );
}

interface Candidate {
  phrase: OpenPhrase;
  weight: number;
  /** Messages with the word of it that was said most, by whom, and in which it was first. */
  said: OpenWord;
}

/** @param parts the words of its key */
function weighPhrase(
  phrase: OpenPhrase,
  parts: readonly string[],
  words: ReadonlyMap<string, OpenWord>,
  rarity: Rarity,
): Candidate {
  let said: OpenWord = { word: phrase.key, ...phrase };
  let sum = 0;
  let weights = 0;
  for (const [i, part] of parts.entries()) {
    const word = words.get(part);
    if (word === undefined) continue;
    const weight = i === parts.length - 1 ? HEAD_WEIGHT : 1;
    sum += weight * weigh(word) * Math.sqrt(rarity(part));
    weights += weight;
    if (word.count > said.count) said = word;
  }
  const bonus = (phrase.name ? NAME_BONUS : 1) * (WORDS_BONUS[parts.length] ?? 1) * openingBonus(said.first);
  return { phrase, weight: weights === 0 ? 0 : (sum / weights) * bonus, said };
}

/**
 * A topic is about what both sides spoke of from its opening on or in much of it, what opened it and was said again,
 * what was said again and again; and, where it is short, the name or the phrase of several words that
 * opened it among few others.
 */
function isClear({ phrase, said }: Candidate, messages: number, opening: number): boolean {
  const pervades = said.first <= OPENING_MESSAGES || said.count >= PERVADING_SHARE * messages;
  if (said.count >= 2 && pervades && (said.sides === 3 || said.first === 1)) return true;
  if (said.count >= 3 && said.count >= PERVADING_SHARE * messages) return true;
  if (messages > SHORT_TOPIC || opening > FEW_PHRASES) return false;
  return phrase.first === 1 && (phrase.name || phrase.key.includes(' '));
}

/** Whether a phrase says something by itself: `friend`, `event`, `group` do not, whatever is said of them. */
function isTelling(parts: readonly string[]): boolean {
  return parts.some((word) => !isCommon(word));
}

/** A name, a phrase of several words, or a word said twice: what it is mentioned for is what the topic has. */
function isLikely({ phrase, said }: Candidate): boolean {
  return phrase.name || phrase.key.includes(' ') || said.count >= 2;
}

/** As it would be written within a sentence: `Nature` that opened one is `nature`, `mrs varga` is a name. */
function readable({ text }: OpenPhrase): string {
  const [first = '', ...rest] = text.split(' ');
  if (TITLES.has(first.toLowerCase()) && rest.length > 0)
    return [first, ...rest].map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  const opensSentence = /^\p{Lu}\p{Ll}+$/u.test(first) && rest.every((word) => word === word.toLowerCase());
  return opensSentence && isCommon(first.toLowerCase()) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Counts the topic among those in which its words were said. */
export function rememberWords(known: KnownWords, said: readonly OpenWord[], topic: number): KnownWords {
  const left = new Set(said.map(({ word }) => word));
  const next = known.map((entry): KnownWords[number] =>
    left.delete(entry[0]) ? [entry[0], entry[1] + 1, topic] : entry,
  );
  for (const word of left) next.push([word, 1, topic]);
  if (next.length <= MAX_KNOWN_WORDS) return next;
  return next.sort((a, b) => b[1] - a[1] || b[2] - a[2]).slice(0, MAX_KNOWN_WORDS);
}

function round(x: number): number {
  return Math.round(x * 1e2) / 1e2;
}
