/** A sentence and the marks that ended it (empty where a line or the message ended). */
export interface Sentence {
  text: string;
  end: string;
}

/** What can be counted in any language, from the characters alone. */
export interface Surface {
  characters: number;
  words: number;
  sentences: number;
  exclamations: number;
  emoji: number;
  links: number;
  /** What was said, sentence by sentence. */
  said: Sentence[];
  /** The words as they were written, in order, links and emoji left out. */
  tokens: string[];
  /** The text with each link, emoji and smiley replaced by a space, quotes made straight. */
  prose: string;
  /** Emoji and smileys as they were written, the first 200. */
  pictures: string[];
}

const MAX_PICTURES = 200;
const SMILEY = /(?<=^|\s)(?:[:;=]'?-?[()DPp/|*]|<3|xD|XD)(?=\s|$|[.,!?])/gu;

const LINK =
  /\b(?:[a-z][a-z\d+.-]{1,15}:\/\/|www\.)[^\s<>"]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b/giu;
// Flags, keycaps, and pictographs with modifiers and joiners count as the one picture a reader sees.
const EMOJI =
  /\p{Regional_Indicator}{2}|[#*\d]\uFE0F?\u20E3|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[☹☺♥❤✌✨])(?:\p{Emoji_Modifier}|\uFE0F|\u200D(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}))*/gu;
/** Scripts that do not put spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:(?:['\-_]|(?<=\d)[.,:](?=\d))[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const SENTENCE_END = /[.!?…]+["')\]*]*(?=\s|$)|[。！？؟।]+[」』）]*|\n+/gu;
const ABBREVIATION = /(?:^|[\s(])(?:\p{L}|mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|approx|no|u\.s|a\.m|p\.m)$/iu;
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
const wordSegmenter = new Intl.Segmenter('und', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Counts of one message. @param content the message as it was written */
export function readSurface(content: string): Surface {
  let links = 0;
  let emoji = 0;
  const pictures: string[] = [];
  const prose = content
    .replace(LINK, () => {
      links++;
      return ' ';
    })
    .replace(EMOJI, (picture) => {
      emoji++;
      if (pictures.length < MAX_PICTURES) pictures.push(picture);
      return ' ';
    })
    .replace(SMILEY, (smiley) => {
      if (pictures.length < MAX_PICTURES) pictures.push(smiley);
      return ' ';
    })
    .replace(/[‘’ʼ＇`´]/gu, "'")
    .replace(/[“”„«»]/gu, '"');
  const tokens = splitWords(prose);
  const said = splitSentences(prose);
  return {
    characters: countCharacters(content),
    words: tokens.length,
    sentences: said.length || (emoji > 0 ? 1 : 0),
    exclamations: said.filter(({ end }) => /[!！]/u.test(end)).length,
    emoji,
    links,
    said,
    tokens,
    prose,
    pictures,
  };
}

/** Characters as a reader counts them. Plain text needs no segmenter. */
function countCharacters(content: string): number {
  if (/^[\p{Cc} -\u02FF\u2010-\u2027]*$/u.test(content)) return content.length;
  let n = 0;
  for (const _ of graphemes.segment(content)) n++;
  return n;
}

/** Words in order; by dictionary where a script writes without spaces. */
export function splitWords(prose: string): string[] {
  if (!UNSPACED.test(prose)) return prose.match(WORD) ?? [];
  return Array.from(wordSegmenter.segment(prose))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
}

/** Sentences; what holds no letter or digit belongs to the one before. */
export function splitSentences(prose: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  const add = (text: string, end: string) => {
    const last = sentences.at(-1);
    if (SAYS_SOMETHING.test(text)) sentences.push({ text: text.trim(), end });
    else if (last) last.end += end;
  };
  for (const match of prose.matchAll(SENTENCE_END)) {
    const before = prose.slice(start, match.index);
    if (match[0] === '.' && ABBREVIATION.test(before.slice(-12))) continue;
    add(before, match[0].trim());
    start = match.index + match[0].length;
  }
  add(prose.slice(start), '');
  return sentences;
}
