import type { Analysis } from '../../domain/analysis.ts';

/** Characters read of each end of a message: how a turn opens and how it closes is what tells. */
const END_CHARACTERS = 600;

const ANAPHORS = words(
  'it its that this these those they them their he him his she her there one ones then same both neither either too also',
);
const ASSENTS = words(
  'yes yeah yep yup no nope nah ok okay sure right true alright absolutely certainly definitely exactly indeed maybe perhaps of correct agreed',
);
const REACTIONS = words(
  'lol haha ha hah wow oh ah aw aww hmm cool nice neat great awesome amazing wonderful interesting congrats congratulations sorry sounds good fun funny sweet perfect omg ooh yay really beautiful lucky impressive',
);
const GREETINGS = words('hi hello hey hiya greetings howdy morning evening afternoon');
const THANKS = words('thanks thank thx welcome bye goodbye cheers');
const INTERROGATIVES = words('what when where who whom whose which why how');
const AUXILIARIES = words('do does did is are was were will would can could should may might have has shall am any');
const LINKS = words('and but so because or then which although though while');
const INDEFINITES = words('a an any some another');
const NEEDS = words('need want wanna looking like hoping trying wish prefer');
const IMPERATIVES = words(
  'find show tell give get book check set schedule make send let look search remind help recommend suggest describe explain please pick call play add cancel order reserve list navigate',
);
const SHIFTS = words('anyway anyways btw speaking else besides actually');

/** How a message behaves in the talk: each 0 or 1 unless it says otherwise. */
export interface Cues {
  /** Logarithm of the number of words. */
  length: number;
  /** It asks something. */
  asks: number;
  /** Its last sentence asks: an answer is due. */
  endsAsking: number;
  /** It has a digit: a detail more often than an opening. */
  digits: number;
  /** It opens with a request: need, want, can you, an imperative. */
  requests: number;
  /** It asks the other about themselves: do you, are you, your. */
  asksYou: number;
  /** Share of words that point back: it, that, they. */
  anaphora: number;
  /** One of the first three words points back. */
  opensPointingBack: number;
  /** Opens with yes, no, okay. */
  assents: number;
  /** Opens with a reaction: wow, cool, sorry. */
  reacts: number;
  /** Opens with a greeting. */
  greets: number;
  /** Thanks or takes leave. */
  thanks: number;
  /** `anything else`, `anyway`: says itself that something is done. */
  shifts: number;
  /** Opens with and, but, so. */
  links: number;
  /** Share of words that introduce something: a, any, some. */
  indefinites: number;
  /** Speaks of itself: I, my. */
  self: number;
}

/** The cues in the order in which the model has them. */
export const CUE_NAMES = [
  'length',
  'asks',
  'endsAsking',
  'digits',
  'requests',
  'asksYou',
  'anaphora',
  'opensPointingBack',
  'assents',
  'reacts',
  'greets',
  'thanks',
  'shifts',
  'links',
  'indefinites',
  'self',
] as const satisfies readonly (keyof Cues)[];

/** The cues as they are kept: a state has many, and names would be most of it. */
export function packCues(cues: Cues): number[] {
  return CUE_NAMES.map((name) => cues[name]);
}

const NO_CUES = Object.fromEntries(CUE_NAMES.map((name) => [name, 0])) as unknown as Cues;

/** @param packed empty for a message without any */
export function unpackCues(packed: readonly number[]): Cues {
  const cues = { ...NO_CUES };
  for (const [index, name] of CUE_NAMES.entries()) cues[name] = packed[index] ?? 0;
  return cues;
}

/** Reads the cues off a message. English words only add to what punctuation and length say in any language. */
export function readCues(content: string, analysis: Analysis): Cues {
  const text = ends(content).toLowerCase().replaceAll('’', "'");
  const sentences = text.split(/(?<=[.?!。？！])\s+|\n+/u).filter((sentence) => /[\p{L}\p{N}?？]/u.test(sentence));
  const all = tokens(text);
  const questions = sentences.filter(isQuestion);
  const opening = all.slice(0, 3);
  const n = Math.max(1, all.length);
  return {
    length: round(Math.log(1 + Math.min(analysis.words, 200))),
    asks: bit(analysis.questions > 0 || questions.length > 0),
    endsAsking: bit(questions.length > 0 && questions.at(-1) === sentences.at(-1)),
    digits: bit(/\d/u.test(text)),
    requests: bit(sentences.some(isRequest)),
    asksYou: bit(questions.some((sentence) => /\b(you|your|u|ur)\b/u.test(sentence))),
    anaphora: round(count(all, ANAPHORS) / n),
    opensPointingBack: bit(opening.some((word) => ANAPHORS.has(word))),
    assents: bit(ASSENTS.has(all[0] ?? '')),
    reacts: bit(opening.some((word) => REACTIONS.has(word))),
    greets: bit(GREETINGS.has(all[0] ?? '') || GREETINGS.has(all[1] ?? '')),
    thanks: bit(all.some((word) => THANKS.has(word))),
    shifts: bit(all.some((word) => SHIFTS.has(word))),
    links: bit(LINKS.has(all[0] ?? '')),
    indefinites: round(count(all, INDEFINITES) / n),
    self: bit(all.some((word) => word === 'i' || word === 'my' || word === "i'm" || word === 'me')),
  };
}

/** Lower-cased words of a text. */
export function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? [];
}

function isQuestion(sentence: string): boolean {
  if (/[?？]\s*$/u.test(sentence)) return true;
  const [first = '', second = ''] = tokens(sentence);
  if (INTERROGATIVES.has(first)) return !/[.!]\s*$/u.test(sentence) || AUXILIARIES.has(second);
  return AUXILIARIES.has(first) && /^(i|you|we|they|he|she|it|there|the|this|that)$/u.test(second);
}

function isRequest(sentence: string): boolean {
  const opening = tokens(sentence).slice(0, 7);
  const [first = ''] = opening;
  if (IMPERATIVES.has(first)) return true;
  if (/^(can|could|would|will)$/u.test(first) && /^(you|i|we)$/u.test(opening[1] ?? '')) return true;
  const self = opening.findIndex((word) => /^(i|we|i'm|i'd|i'll|we'd|am)$/u.test(word));
  return self !== -1 && opening.slice(self, self + 4).some((word) => NEEDS.has(word));
}

function ends(content: string): string {
  return content.length <= 2 * END_CHARACTERS
    ? content
    : `${content.slice(0, END_CHARACTERS)}\n${content.slice(-END_CHARACTERS)}`;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

function count(all: readonly string[], set: ReadonlySet<string>): number {
  return all.reduce((sum, word) => sum + (set.has(word) ? 1 : 0), 0);
}

function bit(condition: boolean): number {
  return condition ? 1 : 0;
}

function round(x: number): number {
  return Math.round(x * 1e3) / 1e3;
}
