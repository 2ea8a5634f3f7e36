import type { Phrase } from '../domain/analysis.ts';
import { MAX_PHRASES } from '../domain/analysis.ts';
import {
  CALENDAR,
  CALENDAR_SHORT,
  DISCOURSE_WORDS,
  EMPTY_HEADS,
  EMPTY_MODIFIERS,
  INTRODUCES_A_NAME,
  SHELL_NOUNS,
} from './phrase_words.ts';
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

function isDate({ text, lemma, pos }: TaggedToken): boolean {
  return CALENDAR.has(lemma) || (pos === 'PROPN' && CALENDAR_SHORT.has(text.replace('.', '')));
}

function isCapitalised({ text }: TaggedToken): boolean {
  return /^\p{Lu}/u.test(text);
}

/** `-` within `gluten-free bread`. */
function isHyphen(token: TaggedToken, next: TaggedToken | undefined): boolean {
  return token.text === '-' && token.joined && next?.joined === true && isPart(next);
}

function* nounRuns(tokens: readonly TaggedToken[]): Generator<{ from: number; to: number }> {
  let from = -1;
  for (const [i, token] of tokens.entries()) {
    // `of course` is no course.
    const part = isPart(token) && !(token.lemma === 'course' && tokens[i - 1]?.lemma === 'of');
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

/** Whether a lone name is called, not spoken of: `Hey Nora!`, `Nora, look`, `That's great, Nora!`, `And you Nora?`. */
function isAddress(tokens: readonly TaggedToken[], from: number, to: number): boolean {
  const name = tokens[from];
  if (to - from !== 1 || name?.pos !== 'PROPN') return false;
  const before = name.opens ? undefined : tokens[from - 1];
  const after = tokens[to];
  if (before && DISCOURSE_WORDS.has(before.text.toLowerCase())) return true;
  const endsHere = after === undefined || after.opens || /^[!?.,]/u.test(after.text);
  if (before) return endsHere && canCall(before);
  return endsHere && after !== undefined;
}

/** What comes before a name that is called: `great, Nora`, `and you Nora`, `how have you been Nora`, `today Nora`. */
function canCall(before: TaggedToken): boolean {
  return (
    ['PRON', 'ADV'].includes(before.pos) || [',', 'been', 'doing', 'going'].includes(before.text) || isDate(before)
  );
}

/** Whether the run ends with a name that is called: `a day at the pool Nora!`; `my sister Nora` is spoken of. */
function isCalledAfter(tokens: readonly TaggedToken[], from: number, to: number): boolean {
  const name = tokens[to - 1];
  const before = tokens[to - 2];
  if (to - from < 2 || name?.pos !== 'PROPN' || before === undefined || !isCapitalised(name)) return false;
  const after = tokens[to];
  const endsHere = after === undefined || after.opens || /^[!?.,]/u.test(after.text);
  return endsHere && before.pos === 'NOUN' && !isCapitalised(before) && !INTRODUCES_A_NAME.has(before.lemma);
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
