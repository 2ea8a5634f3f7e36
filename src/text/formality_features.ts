import { FIRST_PERSON, INFORMAL_WORDS, SECOND_PERSON, FORMAL_LINKS, MODALS } from './formality_words.ts';
import type { Surface } from './surface.ts';
import type { TaggedToken } from './tagger.ts';

/** Words and marks beyond which a longer message says no more about its formality; keeps the cost of a long one down. */
const MAX_TOKENS = 400;

/** Shares are taken of this many words more than there are, so that one word in two does not weigh as 50 %. */
const SHRINKAGE = 4;

const CONTRACTION =
  /^(?:\p{L}+n't|(?:i|you|he|she|it|we|they|that|there|what|who|how|where|let)'(?:m|re|s|ve|ll|d))$/iu;
const LATINATE =
  /(?:tion|sion|ment|ity|ence|ance|ency|ancy|ism|ology|ate|ated|ive|ous|ial|ual|ical|ary|ory|able|ible|ify|ize|ise)s?$/u;

/** Features that hold in any language with upper and lower case; each is finite for any text. */
export function surfaceFeatures(surface: Surface): Record<string, number> {
  const words = surface.tokens.slice(0, MAX_TOKENS);
  const text = surface.prose.trim().slice(0, MAX_TOKENS * 8);
  const n = words.length + SHRINKAGE;
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const share = (test: (word: string) => boolean) => words.filter(test).length / n;
  const marks = (pattern: RegExp) => Math.min(3, text.match(pattern)?.length ?? 0);
  return {
    log_words: Math.log1p(words.length),
    log_characters: Math.log1p(Math.min(text.length, MAX_TOKENS * 5)),
    sqrt_words: Math.sqrt(words.length),
    word_length: (letters + SHRINKAGE * 4.3) / n,
    long_words: share((word) => word.length >= 7),
    very_long_words: share((word) => word.length >= 10),
    words_per_sentence: Math.log1p(words.length / Math.max(1, surface.sentences)),
    log_sentences: Math.log1p(surface.sentences),
    // Rated prose has hardly any pictures; in chat they do what exclamation marks do.
    expressive_marks: Math.min(3, marks(/!/gu) + surface.pictures.length),
    questions: marks(/\?/gu),
    dots: marks(/\.{2,}|…/gu),
    repeated_marks: marks(/[!?]{2,}/gu),
    stretched: marks(/(\p{L})\1{2,}/gu),
    quotes: marks(/"/gu),
    commas: marks(/,/gu),
    colons: marks(/[;:]/gu),
    brackets: marks(/[([]/gu),
    dashes: marks(/\s-+\s|--/gu),
    digits: share((word) => /\d/u.test(word)),
    capitals: share((word) => /^\p{Lu}{2,}$/u.test(word)),
    titles: share((word) => /^\p{Lu}\p{Ll}/u.test(word)),
    lower_start: Number(/^\P{L}*\p{Ll}/u.test(text)),
    no_end: Number(!/[.!?…"'):;]$/u.test(text)),
    full_stop: Number(/\.["')]*$/u.test(text)),
  };
}

/** Features of an English text on top of those of its surface. */
export function englishFeatures(surface: Surface, tagged: readonly TaggedToken[]): Record<string, number> {
  const tokens = tagged.slice(0, MAX_TOKENS).filter(({ pos }) => pos !== 'PUNCT' && pos !== 'SYM');
  const words = surface.tokens.slice(0, MAX_TOKENS).map((word) => word.toLowerCase());
  const n = words.length + SHRINKAGE;
  const share = (test: (word: string) => boolean) => words.filter(test).length / n;
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token.pos, (counts.get(token.pos) ?? 0) + 1);
  const pos = (...tags: string[]) =>
    tags.reduce((sum, tag) => sum + (counts.get(tag) ?? 0), 0) / (tokens.length + SHRINKAGE);
  return {
    noun: pos('NOUN'),
    proper_noun: pos('PROPN'),
    adjective: pos('ADJ'),
    adposition: pos('ADP'),
    determiner: pos('DET'),
    verb: pos('VERB'),
    auxiliary: pos('AUX'),
    pronoun: pos('PRON'),
    adverb: pos('ADV'),
    interjection: pos('INTJ'),
    conjunction: pos('CCONJ'),
    subordinator: pos('SCONJ'),
    particle: pos('PART'),
    number: pos('NUM'),
    f_score: pos('NOUN', 'PROPN', 'ADJ', 'ADP', 'DET') - pos('PRON', 'VERB', 'AUX', 'ADV', 'INTJ'),
    contractions: share((word) => CONTRACTION.test(word)),
    first_person: share((word) => FIRST_PERSON.has(word)),
    second_person: share((word) => SECOND_PERSON.has(word)),
    informal: share((word) => INFORMAL_WORDS.has(word)),
    formal_links: share((word) => FORMAL_LINKS.has(word)),
    modals: share((word) => MODALS.has(word)),
    latinate: share((word) => word.length > 6 && LATINATE.test(word)),
    the: share((word) => word === 'the'),
    of: share((word) => word === 'of'),
    by: share((word) => word === 'by' || word === 'which' || word === 'whom' || word === 'whose'),
    lower_i: Number(surface.tokens.includes('i')),
    passive: passives(tokens) / n,
  };
}

/** Forms of `be` followed by a participle in -ed or -en. */
function passives(tokens: readonly TaggedToken[]): number {
  let n = 0;
  tokens.forEach((token, i) => {
    if (token.lemma !== 'be') return;
    const after = tokens.slice(i + 1, i + 3);
    if (after.some((word) => word.pos === 'VERB' && /(?:ed|en)$/u.test(word.text))) n++;
  });
  return n;
}
