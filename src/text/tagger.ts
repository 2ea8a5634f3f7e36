import type { ItemSentence, ItemToken, PartOfSpeech } from 'wink-nlp';
import { lookUp } from './lexicon.ts';
import { MAX_UNSPACED, read } from './wink.ts';

/** A word or mark of an English text as the tagger sees it. */
export interface TaggedToken {
  /** As it was written. */
  text: string;
  /** Lower-cased dictionary form. */
  lemma: string;
  pos: PartOfSpeech;
  /** One of the commonest words, which say nothing of the subject. */
  stop: boolean;
  /** First token of its sentence or line. */
  opens: boolean;
  /** Follows the token before it without a space. */
  joined: boolean;
}

/** Longest text the tagger is given at once, in characters: its cost grows faster than the text. */
const MAX_SEGMENT = 1_000;
/** Informal spellings the tagger does not know. */
const SPELLED_OUT: ReadonlyMap<string, string> = new Map([
  ["i'm", 'I am'],
  ['im', 'I am'],
  ["i've", 'I have'],
  ['ive', 'I have'],
  ['gonna', 'going to'],
  ['wanna', 'want to'],
  ['gotta', 'got to'],
  ['u', 'you'],
  ['ur', 'your'],
  ['ya', 'you'],
  ['cuz', 'because'],
  ["'cause", 'because'],
  ['whats', 'what is'],
  ['thats', 'that is'],
  ['hows', 'how is'],
  ['heres', 'here is'],
]);
const INFORMAL =
  /(?<![\p{L}\p{N}'])(?:i'm|im|i've|ive|gonna|wanna|gotta|ur|u|ya|cuz|'cause|whats|thats|hows|heres)(?![\p{L}\p{N}'])/giu;

/** The beginning of what goes on without a space for longer than the tagger is given. */
const TOO_LONG = new RegExp(`\\S{${MAX_UNSPACED}}(?=\\S)`, 'gu');

/**
 * Tags an English text with wink-nlp. Informal contractions it does not know (`I'm`, `gonna`) are spelled out first.
 * @param prose text without links and emoji
 */
export function tag(prose: string): TaggedToken[] {
  const tokens: TaggedToken[] = [];
  for (const segment of segments(prepare(prose))) tagSegment(segment, tokens);
  return tokens;
}

function prepare(prose: string): string {
  return (
    prose
      // Marks other than these say nothing to the tagger; a smiley's parts would become words.
      .replace(/[^\p{L}\p{M}\p{N}\s.,!?;:'"()&%$€£/-]+/gu, ' ')
      .replace(/(?<=^|\s)[:;=8][-']?[()dp/|*]+(?=\s|$)/giu, ' ')
      .replace(/([^\p{N}\s])\1{3,}/gu, '$1$1$1')
      .replace(INFORMAL, (word) => SPELLED_OUT.get(word.toLowerCase()) ?? word)
      .replace(TOO_LONG, '$& ')
  );
}

/** Cuts at white space into texts of at most MAX_SEGMENT characters, at the end of a sentence where there is one. */
function* segments(text: string): Generator<string> {
  let start = 0;
  while (text.length - start > MAX_SEGMENT) {
    const window = text.slice(start, start + MAX_SEGMENT);
    const sentence = Math.max(window.lastIndexOf('. '), window.lastIndexOf('? '), window.lastIndexOf('! '));
    const space = window.lastIndexOf(' ');
    const cut = sentence > MAX_SEGMENT / 2 ? sentence + 1 : space > 0 ? space : MAX_SEGMENT;
    yield text.slice(start, start + cut);
    start += cut;
  }
  yield text.slice(start);
}

const TITLE = /^\p{Lu}\p{Ll}/u;
/** What the tagger takes the second word of a name for: `Doctor Strange`, `Scottish Highlands`. */
const NAME_PARTS = new Set<PartOfSpeech>(['NOUN', 'ADJ', 'ADV', 'VERB', 'X']);

function tagSegment(text: string, into: TaggedToken[]): void {
  if (!/\S/u.test(text)) return;
  const lowered = lowerOpenings(text);
  const { document, its } = read(lowered);
  let cursor = 0;
  document.sentences().each((sentence: ItemSentence) => {
    let first = true;
    sentence.tokens().each((token: ItemToken) => {
      const pos = token.out(its.pos) as PartOfSpeech;
      if (pos === 'SPACE') return;
      const value = token.out();
      const at = lowered.indexOf(value, cursor);
      const gap = at < 0 ? ' ' : lowered.slice(cursor, at);
      if (at >= 0) cursor = at + value.length;
      const written = at < 0 ? value : text.slice(at, cursor);
      const opens = first || gap.includes('\n');
      const carriesName = !opens && into.at(-1)?.pos === 'PROPN' && TITLE.test(written) && NAME_PARTS.has(pos);
      into.push({
        text: written,
        lemma: token.out(its.lemma).toLowerCase(),
        pos: carriesName ? 'PROPN' : pos,
        stop: token.out(its.stopWordFlag) as boolean,
        opens,
        joined: gap === '',
      });
      first = false;
    });
  });
}

const CAPITALISED = /(?<=^|[.!?:"(]\s*|\n)\p{Lu}[\p{Ll}']+|(?<![\p{L}\p{N}])\p{Lu}{2,}(?![\p{L}\p{N}])/gu;

/** `Have` at the start of a sentence and `GREAT` anywhere are no names: known words are put in lower case. */
function lowerOpenings(text: string): string {
  return text.replace(CAPITALISED, (word) => {
    const lower = word.toLowerCase();
    const { known, name } = lookUp(lower);
    const isPlain = known && !name && lower !== 'i' && word !== 'US' && lower.length === word.length;
    return isPlain ? lower : word;
  });
}
