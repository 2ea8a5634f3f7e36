import { ELLIPSIS } from '../domain/ellipsis.ts';

/** One sentence that may go into a prompt. */
export interface Sentence {
  text: string;
  /** How much a reply gains by it, 0 to 1, before confidence. */
  worth: number;
  /** It tells what was said or counted and infers nothing: true however little the row is sure of. */
  isFact?: boolean;
}

/** Who the sentences are for. */
export interface Reader {
  botName: string;
  /** The user has been away for days: what held when they left is not told as if it still did. */
  isBack: boolean;
}

/** A sentence, or none where the condition does not hold. */
export function when(condition: boolean, worth: number, text: () => string): Sentence[] {
  return condition ? [{ worth, text: text() }] : [];
}

/** Most characters of a label or name, and of a sentence that somebody said. */
const MAX_LABEL = 90;
export const MAX_SAID = 140;

/** What no reader sees (zero-width, bidirectional and tag characters), but for what joins the parts of one emoji. */
const UNSEEN = /(?<!\p{Extended_Pictographic}\uFE0F?)\u200D|(?!\u200D)[\p{Cf}\p{Co}\p{Cn}]/gu;
/** What needs none of it: printable ASCII without quotation marks and tags, single spaces within. */
const PLAIN = /^[!#-;=?-~]+(?: [!#-;=?-~]+)*$/u;
/** Marks piled on a letter beyond those that any script needs. */
const PILED = /(\p{M}{3})\p{M}+/gu;

/**
 * Words of a person as they may stand in a prompt: on one line, cut at a word, in quotation marks that they cannot
 * close, with nothing that is not seen and nothing that looks like a tag or control token of a prompt.
 */
export function quote(words: string, most: number = MAX_LABEL): string {
  const line = PLAIN.test(words) ? words : cleaned(words);
  if (line.length <= most) return `"${line}"`;
  const cut = line.slice(0, most).toWellFormed().replaceAll('\uFFFD', '');
  const space = cut.lastIndexOf(' ');
  return `"${space > most / 2 ? cut.slice(0, space) : cut}${ELLIPSIS}"`;
}

function cleaned(words: string): string {
  return words
    .toWellFormed()
    .replace(UNSEEN, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(PILED, '$1')
    .replace(/["“”„‟«»〝〞＂❝❞]/gu, "'")
    .replace(/<(?!3)/gu, '‹')
    .replaceAll('>', '›')
    .trim();
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

const DAY_HOURS = 24;
/** Hours of a unit, and from how many hours on a span is told in it: two of it, but for the hour. */
const UNITS = [
  { unit: 'year', hours: 365.25 * DAY_HOURS, from: 2 * 365.25 * DAY_HOURS },
  { unit: 'month', hours: (365.25 / 12) * DAY_HOURS, from: 60 * DAY_HOURS },
  { unit: 'day', hours: DAY_HOURS, from: 2 * DAY_HOURS },
  { unit: 'hour', hours: 1, from: 1 },
] as const;

/** A span of time in the largest unit that fits: `3 days`, `1 hour`. */
export function span(hours: number): string {
  const { unit, hours: size } = UNITS.find(({ from }) => hours >= from) ?? { unit: 'minute', hours: 1 / 60 };
  const whole = Math.max(1, Math.round(hours / size));
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
