/** One sentence that may go into a prompt. */
export interface Sentence {
  text: string;
  /** How much a reply gains by it, 0 to 1, before confidence. */
  worth: number;
}

/** Most characters that one quotation takes from what people said. */
const MAX_QUOTE = 90;

/**
 * Words of a person as they may stand in a prompt: on one line, cut at a word, in quotation marks that they cannot close.
 */
export function quote(words: string): string {
  const line = words
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/["“”„«»]/gu, "'")
    .trim();
  if (line.length <= MAX_QUOTE) return `"${line}"`;
  const cut = line.slice(0, MAX_QUOTE).toWellFormed();
  const space = cut.lastIndexOf(' ');
  return `"${space > MAX_QUOTE / 2 ? cut.slice(0, space) : cut}…"`;
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
