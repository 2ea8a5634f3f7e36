import { ELLIPSIS } from '../../domain/ellipsis.ts';
import type { Phrase } from '../../domain/analysis.ts';
import { isEnglishWord } from '../../text/lexicon.ts';
import type { AnnotatedEvent } from '../engine.ts';
import { packCues, readCues, tokens } from './cues.ts';
import { utf8BytesMost } from './utf8_bytes.ts';
import { packedCosine, packVector } from './vector.ts';

/** How many turns back a new turn is compared with; what is farther back has been dropped. */
export const SPAN = 7;
/** Content words kept of a turn; more are dropped. */
export const MAX_TERMS = 24;
const MAX_TERM_LENGTH = 16;
/** Phrases kept of a turn, and bytes of a phrase and of its key; longer ones are no label and are dropped. */
const MAX_TURN_PHRASES = 8;
const MAX_PHRASE_BYTES = 40;
const MAX_SNIPPET_LENGTH = 48;
const MAX_SNIPPET_BYTES = 72;
/** A silence this long ends the talk, in ms. */
export const TALK_ENDS_AFTER_MS = 6 * 3_600_000;

interface Vector {
  source: string;
  packed: string;
}

/** A message as the segmentation sees it. */
export interface Turn {
  at: number;
  role: 'user' | 'bot';
  /** Its cues, packed; none any more when no boundary is left to be decided by them. */
  cues: number[];
  /** Messages since the talk began: its first message has 0. A silence of hours begins it anew. */
  position: number;
  /** ISO 639-1, or `und`. */
  language: string;
  /** What it speaks of, until it is known which topic it belongs to. */
  phrases: Phrase[];
  /** Its first words, likewise: the label of a topic without phrases. */
  snippet: string;
  /** Content words, each once, in order of mention. */
  terms: string[];
  /** Share of its content words that none of the SPAN turns before it had; 0.5 where it has none. */
  novelty: number;
  /** Embedding, packed, and where it came from; null without one. */
  vector: Vector | null;
  /** Cosine with the 1st, 2nd, … turn before it; null where the two cannot be compared. Empty without a vector. */
  semantic: (number | null)[];
  /** The same on content words. */
  lexical: number[];
}

type MessageEvent = Extract<AnnotatedEvent, { kind: 'message' }>;

/**
 * Compares a new message with the turns before it.
 * @param before the turns before it, oldest first
 */
export function readTurn(event: MessageEvent, before: readonly Turn[]): Turn {
  const { analysis, embedding } = event.annotation;
  const terms = contentTerms(event.payload.content, analysis.lemmas);
  const packed = embedding === null ? null : packVector(embedding.vector);
  const vector = embedding === null || packed === null ? null : { source: embedding.source, packed };
  const last = before.at(-1);
  const back = before.slice(-SPAN).reverse();
  const own = new Set(terms);
  const isNew = (term: string) => !back.some((turn) => turn.terms.includes(term));
  return {
    at: event.at,
    role: event.payload.role,
    position: last === undefined || event.at - last.at >= TALK_ENDS_AFTER_MS ? 0 : last.position + 1,
    language: analysis.language.slice(0, 8),
    phrases: analysis.phrases
      .filter(isShort)
      .slice(0, MAX_TURN_PHRASES)
      .map((phrase) => withoutOpeningCapital(phrase, event.payload.content)),
    snippet: snippet(event.payload.content, analysis.phrases),
    cues: packCues(readCues(event.payload.content, analysis)),
    terms,
    novelty: round((1 + terms.filter(isNew).length) / (2 + terms.length)),
    vector,
    semantic: vector === null ? [] : back.map((turn) => compare(vector, turn.vector)),
    lexical: back.map((turn) => round(overlap(own, turn.terms))),
  };
}

function compare(a: Vector, b: Vector | null): number | null {
  if (a.source !== b?.source) return null;
  const cosine = packedCosine(a.packed, b.packed);
  return cosine === null ? null : round(cosine);
}

/** Cosine of two sets of words. */
function overlap(a: ReadonlySet<string>, b: readonly string[]): number {
  if (a.size === 0 || b.length === 0) return 0;
  let shared = 0;
  for (const term of b) if (a.has(term)) shared += 1;
  return shared / Math.sqrt(a.size * b.length);
}

/**
 * Lemmas where the language has them; else stems cut from longer words, pairs of characters for unspaced scripts, and
 * pictures.
 */
function contentTerms(content: string, lemmas: readonly string[]): string[] {
  const found = lemmas.length > 0 ? lemmas : neutralTerms(content.slice(0, 1_000));
  return [...new Set(found.map((term) => term.slice(0, MAX_TERM_LENGTH).toWellFormed()))].slice(0, MAX_TERMS);
}

function neutralTerms(text: string): string[] {
  const pictures = text.match(/\p{RGI_Emoji}/gv) ?? [];
  return [...tokens(text.toLowerCase()).flatMap(stems), ...pictures];
}

/** `Turtles` that opens a sentence is `turtles`: the capital is that of the sentence, not of a name. */
function withoutOpeningCapital(phrase: Phrase, content: string): Phrase {
  const { text, kind } = phrase;
  if (kind === 'name' || !/^\p{Lu}\p{Ll}+$/u.test(text)) return phrase;
  const at = content.indexOf(text);
  if (at === -1 || !/(?:^|[.!?…\n]["')]*)\s*["'(]*$/u.test(content.slice(Math.max(0, at - 8), at))) return phrase;
  return isEnglishWord(text.toLowerCase()) ? { ...phrase, text: text.toLowerCase() } : phrase;
}

function isShort({ text, key }: Phrase): boolean {
  return Math.max(utf8BytesMost(text), utf8BytesMost(key)) <= MAX_PHRASE_BYTES;
}

/** Words with which a sentence reacts rather than says. */
const REACTING =
  /^(?:ha(?:ha)+h?|lol|oh|ooh|ah|aw+|wow|ok(?:ay)?|yes|yeah|yep|no|nope|hi|hey|hello|thanks?|sure|great|nice|cool|good)(?!\p{L})/iu;
const MAX_REACTION_WORDS = 4;
const MAX_ASIDE_WORDS = 2;

/** `Hey Nora,` before what is said. */
const CALLING = /^(?:hey|hi|hello|oh|well|so|yeah|yes|no|wow|thanks|and|but)?,?\s*\p{Lu}\p{Ll}+[,!]\s+(?=\p{L})/iu;

/** The first sentence of a message that speaks of something, or says something at all; cut between two words. */
function snippet(content: string, phrases: readonly Phrase[]): string {
  const line = content
    .slice(0, 8 * MAX_SNIPPET_LENGTH)
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const sentences = line.split(/(?<=[.!?…。！？])\s+/u);
  const telling =
    sentences.find((sentence) => phrases.some(({ text }) => sentence.includes(text))) ??
    sentences.find((sentence) => !isAside(sentence, phrases)) ??
    line;
  const said = telling.replace(CALLING, '');
  return cutShort(said.charAt(0).toUpperCase() + said.slice(1));
}

/** `Haha good one.`, `They called.`: too little to know a topic by. */
function isAside(sentence: string, phrases: readonly Phrase[]): boolean {
  if (phrases.some(({ text }) => sentence.includes(text))) return false;
  const words = tokens(sentence).length;
  return words <= MAX_ASIDE_WORDS || (words <= MAX_REACTION_WORDS && REACTING.test(sentence));
}

function cutShort(line: string): string {
  let cut = line.slice(0, MAX_SNIPPET_LENGTH);
  while (utf8BytesMost(cut) > MAX_SNIPPET_BYTES) cut = cut.slice(0, -1);
  if (cut === line) return line;
  const space = cut.lastIndexOf(' ', MAX_SNIPPET_LENGTH - ELLIPSIS.length);
  const rest =
    space > MAX_SNIPPET_LENGTH / 2 ? cut.slice(0, space) : Array.from(cut).slice(0, -ELLIPSIS.length).join('');
  return `${rest.trimEnd()}${ELLIPSIS}`;
}

function stems(word: string): string[] {
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(word)) {
    const characters = Array.from(word);
    return characters.slice(1).map((character, i) => `${characters[i] ?? ''}${character}`);
  }
  return word.length >= 4 ? [word.slice(0, 6)] : [];
}

function round(x: number): number {
  return Math.round(x * 1e3) / 1e3 + 0;
}
