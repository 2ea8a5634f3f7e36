import { MAX_UNSPACED, read } from './wink.ts';

/** Words whose lexicon entry is kept; the memory is emptied when full. */
const MAX_LOOKUPS = 20_000;

interface Entry {
  known: boolean;
  /** Known as a proper name. */
  name: boolean;
  /** -1 to 1, 0 for a word without feeling. */
  valence: number;
}

const lookups = new Map<string, Entry>();

/** What the tagger's lexicon says of one word, mark or emoji, in lower case. */
export function lookUp(word: string): Entry {
  const found = lookups.get(word);
  if (found) return found;
  if (word.length > MAX_UNSPACED) return { known: false, name: false, valence: 0 };
  const { document, its } = read(word);
  const pos = document.tokens().length() > 0 ? document.tokens().itemAt(0).out(its.pos) : null;
  const entry = {
    known: !document.isOOV(word),
    name: pos === 'PROPN',
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
