import { COMMON_WORDS } from './common_words.ts';
import { wordsOf } from './said.ts';

/** Letters that must be left of a word without its ending. */
const MIN_STEM = 3;

/**
 * Whether two labels name one subject: all that one of them says, in whatever form, is in the other, and it says something
 * by itself: `dance`, `dancing`, `dancers`, `dance studio`; not `game` and `game night`.
 * @param a key of a label, as `b`
 */
export function isOneSubject(a: string, b: string): boolean {
  const [few, many] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.length - y.length);
  if (few === undefined || many === undefined || few.length === 0) return false;
  if (few.every((word) => COMMON_WORDS.has(word) || COMMON_WORDS.has(stem(word)))) return false;
  const stems = new Set(many.map(stem));
  return few.every((word) => stems.has(stem(word)));
}

/** A word without the endings that nouns of one subject differ in; no lemma, only good to compare. */
function stem(word: string): string {
  const bare = word.replace(/(?:ings?|ers?|e?s|ed|e)$/u, '');
  const kept = bare.length >= MIN_STEM ? bare : word;
  return kept.replace(/(\p{L})\1$/u, '$1');
}
