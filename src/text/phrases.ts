import type { Phrase } from '../domain/analysis.ts';
import { MAX_PHRASES } from '../domain/analysis.ts';
import { CALENDAR, DISCOURSE_WORDS, EMPTY_HEADS, EMPTY_MODIFIERS, SHELL_NOUNS } from './phrase_words.ts';
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
    const words = clean(tokens.slice(from, to));
    const phrase = words.length > 0 && !isAddress(tokens, from, to) ? toPhrase(words) : undefined;
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

function isPart(token: TaggedToken): boolean {
  return (
    (isNominal(token) || token.pos === 'ADJ') &&
    /^\p{L}[\p{L}\p{M}\p{N}'&]*$/u.test(token.text) &&
    !DISCOURSE_WORDS.has(token.text.toLowerCase())
  );
}

/** `-` within `gluten-free bread`. */
function isHyphen(token: TaggedToken, next: TaggedToken | undefined): boolean {
  return token.text === '-' && token.joined && next?.joined === true && isPart(next);
}

function* nounRuns(tokens: readonly TaggedToken[]): Generator<{ from: number; to: number }> {
  let from = -1;
  for (const [i, token] of tokens.entries()) {
    const part = isPart(token);
    if (from >= 0 && !token.opens && (part || isHyphen(token, tokens[i + 1]))) continue;
    if (from >= 0) yield { from, to: i };
    from = part ? i : -1;
  }
  if (from >= 0) yield { from, to: tokens.length };
}

/** Cuts what is no label off both ends; nothing is left when no head is. */
function clean(run: readonly TaggedToken[]): readonly TaggedToken[] {
  const to = run.findLastIndex(isHead) + 1;
  let from = Math.max(0, to - MAX_PHRASE_WORDS);
  while (from < to - 1 && isEmptyModifier(run[from])) from++;
  const words = run.slice(from, to);
  const head = words.at(-1);
  // `big difference` says no more than `difference`; `comfort zone` does.
  const isShell = head !== undefined && head.pos !== 'PROPN' && SHELL_NOUNS.has(head.lemma);
  if (isShell && !words.slice(0, -1).some(isNominal)) return [];
  // `Everything` with a capital is no name; `Doctor Strange` is one.
  return words.length === 1 && head !== undefined && EMPTY_HEADS.has(head.lemma) ? [] : words;
}

function isHead(token: TaggedToken): boolean {
  if (!isNominal(token) || token.text.length < 2 || token.stop || CALENDAR.has(token.lemma)) return false;
  return token.pos === 'PROPN' || !EMPTY_HEADS.has(token.lemma);
}

function isEmptyModifier(token: TaggedToken | undefined): boolean {
  if (token === undefined || token.pos === 'PROPN') return token !== undefined && CALENDAR.has(token.lemma);
  return token.stop || token.text === '-' || EMPTY_MODIFIERS.has(token.lemma) || EMPTY_HEADS.has(token.lemma);
}

/** Whether a lone name is called, not spoken of: `Hey Nora!`, `Nora, look`, `That's great, Nora!`, `And you Nora?`. */
function isAddress(tokens: readonly TaggedToken[], from: number, to: number): boolean {
  const name = tokens[from];
  if (to - from !== 1 || name?.pos !== 'PROPN') return false;
  const before = name.opens ? undefined : tokens[from - 1];
  const after = tokens[to];
  if (before && DISCOURSE_WORDS.has(before.text.toLowerCase())) return true;
  const endsHere = after === undefined || after.opens || /^[!?.,]/u.test(after.text);
  if (before) return endsHere && (before.text === ',' || before.pos === 'PRON' || before.pos === 'ADV');
  return endsHere && after !== undefined;
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
