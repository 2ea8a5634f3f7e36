import { ELLIPSIS } from '../../domain/ellipsis.ts';

/** Most characters of a text that goes into a prompt. */
export const MAX_TEXT = 160;
/** Most characters of a message that are looked through, and most sentences of it. */
const MAX_READ = 4_000;
const MAX_SENTENCES = 40;

/** The sentences of a message, trimmed, in order; what comes after 4,000 characters or 40 sentences is not read. */
export function sentencesOf(content: string): string[] {
  return content
    .slice(0, MAX_READ)
    .toWellFormed()
    .split(/(?<=[.!?…])\s+|(?<=\p{Ll}[.!?])(?=\p{Lu})|(?<=[。！？])|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .slice(0, MAX_SENTENCES);
}

/** A text of at most `max` characters, cut between words where it can be, with an ellipsis where it was cut. */
export function shortened(text: string, max: number = MAX_TEXT): string {
  const clean = text.replaceAll(/\s+/gu, ' ').trim();
  if (clean.length <= max) return clean;
  const head = clean.slice(0, max - ELLIPSIS.length);
  const space = head.lastIndexOf(' ');
  const cut = space > max / 2 ? head.slice(0, space) : head;
  return `${cut.toWellFormed().replaceAll('\uFFFD', '')}${ELLIPSIS}`;
}
