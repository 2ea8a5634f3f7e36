import type { Due } from './due_date.ts';
import { dueDate } from './due_date.ts';

/** The speaker and what lies ahead of them. Anchored loosely: `So tomorrow I have …` counts as well. */
const OWN_PLAN = new RegExp(
  String.raw`\b(?:` +
    [
      String.raw`(?:i|we)(?:'|’)?(?:ll| will| shall) (?:be )?(?!(?:not|never|let you|see|think|try|probably|maybe)\b)\p{L}+`,
      String.raw`(?:i(?:'|’)?m|i am|im|we(?:'|’)?re|we are) (?:\p{L}+ )?(?:going|planning|heading|flying|travell?ing|driving|moving|starting|visiting|meeting|taking|having|leaving|hosting|attending|seeing|getting|competing|performing|running|signing)\b`,
      String.raw`(?:i|we)(?:'|’)?(?: have|ve got| have got| got) (?:an?|my|our|the|two|three|some|another)\b`,
      String.raw`my (?:\p{L}+ ){1,3}(?:is|starts|begins)\b`,
      String.raw`(?:i|we) (?:start|begin|leave|fly|move|travel)\b`,
      String.raw`i(?:'|’)?m gonna|we(?:'|’)?re gonna|i plan|we plan`,
    ].join('|') +
    ')',
  'iu',
);
/** What makes it no plan: doubt, a condition, a refusal, the past, a "see you tomorrow", a mere courtesy. */
const NO_PLAN =
  /\b(?:if|would|could|might|may|maybe|wish|hope|hopefully|unless|wasn|didn|don|doesn|won|can|not|never|no|was|were|had|did|went|last|ago|used to|see you|talk to you|ttyl|show you|tell you|let you know|definitely|one of (?:them|those|these)|every|each|usually|always|sometimes)\b|n['’]t\b/iu;

/**
 * Reads a plan out of an English sentence: said in the first person, of the future, for a time that can be dated, and
 * without doubt or condition. It rather misses a plan than to invent one.
 * @returns when it is due, null when it is no plan
 */
export function planOf(sentence: string, at: number): Due | null {
  if (sentence.endsWith('?') || NO_PLAN.test(sentence) || !OWN_PLAN.test(sentence)) return null;
  return dueDate(sentence, at);
}
