import { isEverydayModifier, isEverydayNoun } from './everyday_words.ts';
import { importanceOf } from './remembered.ts';
import type { Remembered } from './remembered.ts';

/** Sittings in which the user spoke of a common noun, from which on it says something of this user. */
const MIN_SITTINGS = 3;

/** Whether a row should list it: all that the bot stored, and of what was spoken of, what says something of this user. */
export function isWorthTelling({ source, named, id, sittings }: Remembered): boolean {
  return source === 'memory' || isTelling(id, named, sittings);
}

/**
 * Whether a phrase (lower-cased lemmas) says something of the user who spoke of it in so many sittings: a name; several
 * words that are not all everyday ones; another noun, or everyday nouns together (`night bus`), that they keep coming
 * back to.
 */
export function isTelling(phrase: string, isNamed: boolean, sittings: number): boolean {
  const isRegular = sittings >= MIN_SITTINGS;
  // Most of what was spoken of is this, and need not be looked at.
  if (!isNamed && !isRegular && !/[\s-]/u.test(phrase)) return false;
  let words = 0;
  let isEveryday = true;
  for (const word of phrase.split(/[\s-]+/u)) {
    if (isEverydayModifier(word)) continue;
    words += 1;
    isEveryday &&= isEverydayNoun(word);
  }
  if (words === 0) return false;
  if (isEveryday) return words > 1 && isRegular;
  return isNamed || words > 1 || isRegular;
}

/** The same of a label as it was written, of which the lemmas are not known and which came up often enough. */
export function isTellingLabel(label: string): boolean {
  const words = label
    .toLowerCase()
    .split(/[\s-]+/u)
    .filter((word) => !isEverydayModifier(word));
  return words.length > 1 || words.some((word) => !singularsOf(word).some(isEverydayNoun));
}

function singularsOf(word: string): string[] {
  return [word, word.replace(/s$/u, ''), word.replace(/es$/u, ''), word.replace(/ies$/u, 'y')];
}

/** Stored memories before things spoken of. */
export function bySource(a: Remembered, b: Remembered): number {
  return Number(a.source === 'mention') - Number(b.source === 'mention');
}

/** Stored memories before things spoken of, the more important before the less. */
export function byImportance(a: Remembered, b: Remembered): number {
  return bySource(a, b) || importanceOf(b) - importanceOf(a);
}
