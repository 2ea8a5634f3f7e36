import { ELLIPSIS } from '../../domain/ellipsis.ts';

/** Most characters of a memory's text that are kept, to show it and to see when it is spoken of. */
const MAX_LABEL_CHARACTERS = 120;

/** The text of a memory on one line, cut where it is too long. */
export function toLabel(content: string): string {
  const line = content.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const characters = Array.from(line.slice(0, 4 * MAX_LABEL_CHARACTERS));
  if (characters.length <= MAX_LABEL_CHARACTERS) return line;
  return `${characters
    .slice(0, MAX_LABEL_CHARACTERS - ELLIPSIS.length)
    .join('')
    .trimEnd()}${ELLIPSIS}`;
}

/** Bytes of a text within JSON, quotes included. */
export function jsonBytes(text: string): number {
  let bytes = 2;
  for (let i = 0; i < text.length; i++) bytes += unitBytes(text.charCodeAt(i));
  return bytes;
}

function unitBytes(unit: number): number {
  if (unit < 0x20) return 6;
  if (unit === 0x22 || unit === 0x5c) return 2;
  if (unit < 0x80) return 1;
  // Half of a surrogate pair takes half of its four bytes.
  return unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
}
