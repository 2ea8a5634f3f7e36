/** `how it goes`, `how the lessons go`, `how that turned out`. */
const HOW_IT_GOES = String.raw`how .{1,60}\b(?:go|goes|going|went|turn(?:s|ed)? out|work(?:s|ed)? out|c(?:o|a)mes? out|end(?:s|ed)? up)\b`;
const REQUEST = new RegExp(
  [
    String.raw`\b(?:let me know|tell me|(?:love|like|wait|forward|excited|curious) to hear(?:ing)?)\b.{0,12}\b${HOW_IT_GOES}`,
    String.raw`\bkeep me (?:posted|updated|in the loop) (?:on|about|with)\b`,
    String.raw`\b(?:can(?:'|’)?t|cannot) wait to hear (?:all )?about\b`,
  ].join('|'),
  'iu',
);
const PROMISE =
  /\b(?:i(?:'|’)?ll|i will|i(?:'|’)?m going to|i(?:'|’)?m gonna)\b.{0,40}\b(?:let (?:you|ya) know|keep (?:you|ya) (?:posted|updated|in the loop)|tell (?:you|ya) how)\b/iu;
/** A condition, an offer of help, or something that was already told. */
const NONE = /\bif\b|\bhow (?:i|we) (?:can|could|may)\b|\bmore about\b|\bwhat (?:i|we)\b/iu;

/** Whether an English sentence asks to be told how something will have gone: `Let me know how the exam goes!`. */
export function isRequestToHear(sentence: string): boolean {
  return !sentence.endsWith('?') && REQUEST.test(sentence) && !NONE.test(sentence);
}

/** Whether an English sentence promises to tell how something will have gone: `I'll keep you posted`. */
export function isPromiseToTell(sentence: string): boolean {
  return !sentence.endsWith('?') && PROMISE.test(sentence) && !NONE.test(sentence);
}
