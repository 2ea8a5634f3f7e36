import type { OpenPhrase, OpenWord } from './state.ts';
import { MAX_OPEN_PHRASES, MAX_OPEN_WORDS } from './state.ts';
import type { Turn } from './turn.ts';
import { utf8BytesMost } from './utf8_bytes.ts';

/** Longest word by which a topic is known, in UTF-8 bytes; longer ones are cut. */
const MAX_WORD_BYTES = 24;

/** The phrases of a topic with those of one more turn. @param message the turn's number within the topic, from 1 */
export function addPhrases(phrases: readonly OpenPhrase[], turn: Turn, message: number): OpenPhrase[] {
  const next = [...phrases];
  for (const { text, key, kind } of turn.phrases) {
    const at = next.findIndex((phrase) => phrase.key === key);
    const known = next[at];
    const sides = sideOf(turn);
    if (known) {
      const better = isShouted(known.text) || (kind === 'name' && isLower(known.text)) ? text : known.text;
      next[at] = { ...known, text: better, count: known.count + 1, sides: known.sides | sides };
    } else next.push({ text, key, name: kind === 'name', count: 1, first: message, sides });
  }
  return mostSaid(next, MAX_OPEN_PHRASES);
}

/**
 * The words that name what a topic is about, with those of one more turn: the words of its phrases, and any content
 * word where the language has no phrases. A word once named counts in every later message that has it.
 */
export function addWords(words: readonly OpenWord[], turn: Turn, message: number): OpenWord[] {
  const next = [...words];
  const places = new Map(words.map(({ word }, at) => [word, at]));
  const sides = sideOf(turn);
  const naming = new Set(namingWords(turn));
  for (const word of new Set([...naming, ...turn.terms.map(cut)])) {
    const at = places.get(word);
    const known = at === undefined ? undefined : next[at];
    if (at !== undefined && known) next[at] = { ...known, count: known.count + 1, sides: known.sides | sides };
    else if (naming.has(word)) next.push({ word, count: 1, first: message, sides });
  }
  return mostSaid(next, MAX_OPEN_WORDS);
}

/** Words of a phrase's key, as {@link addWords} has them. */
export function wordsOf(key: string): string[] {
  const words: string[] = [];
  for (const word of key.split(/[ -]/u)) if (word.length > 1) words.push(cut(word));
  return words;
}

function isLower(text: string): boolean {
  return text === text.toLowerCase();
}

function isShouted(text: string): boolean {
  return text.length > 1 && text === text.toUpperCase() && text !== text.toLowerCase();
}

function namingWords(turn: Turn): string[] {
  return turn.language === 'en' ? turn.phrases.flatMap(({ key }) => wordsOf(key)) : turn.terms.map(cut);
}

function cut(word: string): string {
  let kept = word.slice(0, MAX_WORD_BYTES);
  while (utf8BytesMost(kept) > MAX_WORD_BYTES) kept = kept.slice(0, -1);
  return kept.toWellFormed();
}

function sideOf({ role }: Turn): number {
  return role === 'user' ? 1 : 2;
}

function mostSaid<T extends { count: number; first: number }>(said: T[], most: number): T[] {
  if (said.length <= most) return said;
  return said
    .sort((a, b) => b.count - a.count || a.first - b.first)
    .slice(0, most)
    .sort((a, b) => a.first - b.first);
}
