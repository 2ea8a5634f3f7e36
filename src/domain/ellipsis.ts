/**
 * What stands for the rest of a text that was cut. Three points, not U+2026: of a text with one character beyond Latin-1,
 * V8 keeps all in two bytes a character and reads and writes it several times more slowly, and states and rows are texts.
 */
export const ELLIPSIS = '...';
