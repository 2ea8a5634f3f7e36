import { MAX_UNSPACED, read } from './wink.ts';

/** Words whose lexicon entry is kept; the memory is emptied when full. */
const MAX_LOOKUPS = 20_000;

interface Entry {
  known: boolean;
  /** Known as a proper name. */
  name: boolean;
  /** An adjective before anything else. */
  adjective: boolean;
  /** -1 to 1, 0 for a word without feeling. */
  valence: number;
}

const lookups = new Map<string, Entry>();

/** What the tagger's lexicon says of one word, mark or emoji, in lower case. */
export function lookUp(word: string): Entry {
  const found = lookups.get(word);
  if (found) return found;
  if (word.length > MAX_UNSPACED) return { known: false, name: false, adjective: false, valence: 0 };
  const { document, its } = read(word);
  const pos = document.tokens().length() > 0 ? document.tokens().itemAt(0).out(its.pos) : null;
  const entry = {
    known: !document.isOOV(word),
    name: pos === 'PROPN',
    adjective: pos === 'ADJ',
    valence: Number(document.out(its.sentiment)) || 0,
  };
  if (lookups.size >= MAX_LOOKUPS) lookups.clear();
  lookups.set(word, entry);
  return entry;
}

/** Whether the English lexicon has the word. */
export function isEnglishWord(word: string): boolean {
  return lookUp(word.toLowerCase()).known;
}

/** Whether all words of a text are known to the English lexicon, and not as names. */
export function isWrittenSmall(text: string): boolean {
  return text
    .toLowerCase()
    .split(/[\s-]+/u)
    .every((word) => lookUp(word).known && !lookUp(word).name);
}

const QUALITY = /(?:y|ful|ous|ive|able|ible|less|ing|ed|ant|ent)$/u;
const KIND = /(?:-free|based|aged)$/u;

/**
 * Whether an English word tells what something is like (`lively`, `memorable`, `rewarding`) rather than of what kind it
 * is (`mental`, `fiscal`, `Italian`): an adjective that ends as those do that are made of nouns and verbs.
 */
export function isQuality(word: string): boolean {
  return QUALITY.test(word) && !KIND.test(word) && lookUp(word).adjective;
}
