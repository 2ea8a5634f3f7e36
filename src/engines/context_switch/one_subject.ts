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
  return isOneSubjectWith(b)(a);
}

/** {@link isOneSubject} with one label of the two given, to compare it with many. */
export function isOneSubjectWith(b: string): (a: string) => boolean {
  const own = wordsOf(b);
  if (own.length === 0) return () => false;
  return (a) => {
    const others = wordsOf(a);
    const [few, many] = others.length <= own.length ? [others, own] : [own, others];
    return few.length > 0 && few.every((word) => many.some((other) => isOneStem(word, other))) && !few.every(isCommon);
  };
}

function isCommon(word: string): boolean {
  return COMMON_WORDS.has(word) || COMMON_WORDS.has(stem(word));
}

/** Most pairs of words differ in their first letter, which stays: those are not cut to their stems. */
function isOneStem(a: string, b: string): boolean {
  return a.charCodeAt(0) === b.charCodeAt(0) && (a === b || stem(a) === stem(b));
}

/** A word without the endings that nouns of one subject differ in; no lemma, only good to compare. */
function stem(word: string): string {
  const bare = word.replace(/(?:ings?|ers?|e?s|ed|e)$/u, '');
  const kept = bare.length >= MIN_STEM ? bare : word;
  return kept.replace(/(\p{L})\1$/u, '$1');
}
