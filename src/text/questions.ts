import type { Sentence } from './surface.ts';

const MARK = /[?？؟]/u;
const SUBJECT =
  '(?:i|you|u|ya|he|she|it|we|they|this|that|these|those|there|the|your|his|her|their|my|our|any(?:one|body|thing)?)';
const AUXILIARY =
  "(?:am|is|are|r|was|were|do|does|did|have|has|had|can|could|will|would|should|may|isn'?t|aren'?t|don'?t|doesn'?t|didn'?t|can'?t|won'?t|haven'?t)";
/** `what are you`, `which team do you`, `hows it`, `are you`, `what about`, `wyd`. */
const ENGLISH = new RegExp(
  `^(?:(?:so|and|but|oh|ok|okay|hey|hi|yo|well|wait|also|btw)\\b[\\s,]*)*(?:` +
    `(?:what|where|when|why|how|who|which|whose)(?:\\s[\\p{L}]+){0,2}?\\s${AUXILIARY}\\s${SUBJECT}\\b` +
    `|(?:do|does|did|are|is|was|were|have|has|can|could|will|would|should)\\s(?:you|u|ya|he|she|it|we|they|there)\\b` +
    `|(?:what|how)\\sabout\\b|(?:what|how|where|who|when)'?s\\s(?:it|up|your|the|that|life)\\b` +
    `|(?:wyd|hbu|wbu|wdym|wya)\\b|any(?:one|body)\\s(?:know|else|want)\\b)`,
  'iu',
);
/** A question without a mark is short; `when it is late, I …` has a comma and asks nothing. */
const MAX_QUESTION = 200;

/**
 * How many sentences ask: those with a question mark in any language and, in English, those that begin as a question
 * does (`what are you doing`), for chat leaves the mark out; in Japanese those that end with `か`.
 */
export function countQuestions(sentences: readonly Sentence[], language: string): number {
  return sentences.filter(({ text, end }) => MARK.test(end) || isUnmarked(text, end, language)).length;
}

/** `どこに行きますか。` ends with the particle that asks; `とか` is `and so on`. */
const JAPANESE = /(?<!と)か$/u;

function isUnmarked(text: string, end: string, language: string): boolean {
  if (language === 'ja') return JAPANESE.test(text);
  if (language !== 'en') return false;
  return !/[!！]/u.test(end) && text.length <= MAX_QUESTION && !text.includes(',') && ENGLISH.test(text);
}
