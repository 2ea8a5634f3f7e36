import type { Phrase } from '../domain/analysis.ts';
import { MAX_PHRASES } from '../domain/analysis.ts';
import { isAddress, isCalledAfter, isCapitalised, isDate } from './address.ts';
import { DISCOURSE_WORDS, EMPTY_HEADS, EMPTY_MODIFIERS, SHELL_NOUNS } from './phrase_words.ts';
import type { TaggedToken } from './tagger.ts';

/** Most words of a phrase; of a longer run the last are kept, the head among them. */
const MAX_PHRASE_WORDS = 4;
/** Most characters of a phrase; longer ones are no label. */
const MAX_PHRASE_CHARACTERS = 60;

/**
 * What a text speaks of: names, and noun phrases by the pattern (ADJ|NOUN|PROPN)* (NOUN|PROPN) (Justeson & Katz,
 * Natural Language Engineering 1(1), 1995), less what makes no label: `thing`, `lot`, `day`; greetings; whom the
 * speaker calls by name.
 * @returns at most 12, those said most often and then first, in the order they were said
 */
export function findPhrases(tokens: readonly TaggedToken[]): Phrase[] {
  const found = new Map<string, { phrase: Phrase; count: number; order: number }>();
  for (const { from, to } of nounRuns(tokens)) {
    const end = isCalledAfter(tokens, from, to) ? to - 1 : to;
    const cleaned = clean(tokens, from, end);
    if (cleaned === null || isAddress(tokens, cleaned.from, cleaned.to)) continue;
    const phrase = toPhrase(tokens.slice(cleaned.from, cleaned.to));
    if (!phrase) continue;
    const known = found.get(phrase.key);
    if (known) known.count++;
    else found.set(phrase.key, { phrase, count: 1, order: found.size });
  }
  return Array.from(found.values())
    .sort((a, b) => b.count - a.count || a.order - b.order)
    .slice(0, MAX_PHRASES)
    .sort((a, b) => a.order - b.order)
    .map(({ phrase }) => phrase);
}

function isNominal({ pos }: TaggedToken): boolean {
  return pos === 'NOUN' || pos === 'PROPN';
}

/** `How've`, `where'd`, `don't`: what the tagger does not know it takes for a name. */
const CONTRACTION = /(?:'(?:ve|re|ll|d|m)|n't)$/iu;

function isPart(token: TaggedToken): boolean {
  return (
    (isNominal(token) || token.pos === 'ADJ') &&
    /^\p{L}[\p{L}\p{M}\p{N}'&]*$/u.test(token.text) &&
    !CONTRACTION.test(token.text) &&
    !DISCOURSE_WORDS.has(token.text.toLowerCase())
  );
}

/** Whether a run ends before this token: `pottery class | last Fri`, `the lake | Sunday`; `Black Friday` is a name. */
function breaksRun(token: TaggedToken, before: TaggedToken | undefined): boolean {
  if (before === undefined || !isNominal(before)) return false;
  if (token.pos === 'ADJ') return EMPTY_MODIFIERS.has(token.lemma);
  return isDate(token) && !isCapitalised(before);
}

/** `-` within `gluten-free bread`. */
function isHyphen(token: TaggedToken, next: TaggedToken | undefined): boolean {
  return token.text === '-' && token.joined && next?.joined === true && isPart(next);
}

/** `stir` within `vegetable stir-fry`, whatever the tagger takes it for. */
function opensCompound(tokens: readonly TaggedToken[], i: number): boolean {
  const [token, hyphen, next] = tokens.slice(i, i + 3);
  return token?.pos === 'VERB' && hyphen !== undefined && next?.pos === 'NOUN' && isHyphen(hyphen, next);
}

const SUBJECTS = new Set(['i', 'we', 'they', 'he', 'she', 'it']);
const INDEFINITE = /^(?:any|some|no|every)(?:thing|one|body|where)$/iu;

/**
 * What the tagger takes for part of a noun phrase and is none: the verb of `we all need a push`, both words of `anything
 * specific causing the noise`, the course of `of course`.
 */
function isMistaken(tokens: readonly TaggedToken[], i: number): boolean {
  const token = tokens[i];
  const before = token?.opens === true ? undefined : tokens[i - 1];
  if (token === undefined) return false;
  if (token.pos === 'NOUN' && token.text.endsWith('ing') && tokens[i + 1]?.pos === 'DET') return true;
  if (before === undefined) return false;
  if (token.lemma === 'course') return before.lemma === 'of';
  if (token.pos === 'ADJ') return INDEFINITE.test(before.text);
  if (token.pos !== 'NOUN') return false;
  const subject = ['all', 'both'].includes(before.lemma) ? tokens[i - 2] : before;
  return subject !== undefined && SUBJECTS.has(subject.text.toLowerCase());
}

function* nounRuns(tokens: readonly TaggedToken[]): Generator<{ from: number; to: number }> {
  let from = -1;
  for (const [i, token] of tokens.entries()) {
    const part = (isPart(token) && !isMistaken(tokens, i)) || opensCompound(tokens, i);
    const goesOn = part ? !breaksRun(token, tokens[i - 1]) : isHyphen(token, tokens[i + 1]);
    if (from >= 0 && !token.opens && goesOn) continue;
    if (from >= 0) yield { from, to: i };
    from = part ? i : -1;
  }
  if (from >= 0) yield { from, to: tokens.length };
}

/** Cuts what is no label off both ends of a run; null where no head is left. */
function clean(tokens: readonly TaggedToken[], start: number, end: number): { from: number; to: number } | null {
  let to = end;
  while (to > start && !isHead(tokens[to - 1])) to--;
  let from = Math.max(start, to - MAX_PHRASE_WORDS);
  while (from < to - 1 && isEmptyModifier(tokens[from])) from++;
  const head = tokens[to - 1];
  if (to === start || head === undefined) return null;
  // `big difference` says no more than `difference`; `comfort zone` does.
  const isShell = head.pos !== 'PROPN' && SHELL_NOUNS.has(head.lemma);
  if (isShell && !tokens.slice(from, to - 1).some(isNominal)) return null;
  // `Everything` with a capital is no name; `Doctor Strange` is one.
  return to - from === 1 && EMPTY_HEADS.has(head.lemma) ? null : { from, to };
}

function isHead(token: TaggedToken | undefined): boolean {
  if (token === undefined || !isNominal(token) || token.text.length < 2 || token.stop || isDate(token)) return false;
  return token.pos === 'PROPN' || !EMPTY_HEADS.has(token.lemma);
}

function isEmptyModifier(token: TaggedToken | undefined): boolean {
  if (token === undefined || token.pos === 'PROPN') return token !== undefined && isDate(token);
  return (
    isDate(token) ||
    token.stop ||
    token.text === '-' ||
    EMPTY_MODIFIERS.has(token.lemma) ||
    EMPTY_HEADS.has(token.lemma)
  );
}

function toPhrase(words: readonly TaggedToken[]): Phrase | undefined {
  const join = (of: (word: TaggedToken) => string) =>
    words.map((word, i) => (i > 0 && !word.joined ? ' ' : '') + of(word)).join('');
  const text = join((word) => word.text);
  if (text.length > MAX_PHRASE_CHARACTERS) return undefined;
  return {
    text,
    key: join((word) => word.lemma),
    kind: isName(words) ? 'name' : 'noun_phrase',
  };
}

/** All proper nouns to the tagger, or two words and more that are all capitalised: `Doctor Strange`. */
function isName(words: readonly TaggedToken[]): boolean {
  const isTitle = words.length > 1 && words.every((word) => /^\p{Lu}\p{Ll}/u.test(word.text));
  return isTitle || words.every((word) => word.pos === 'PROPN');
}
