import type { Due } from './due_date.ts';
import { dueDate } from './due_date.ts';

const AM = String.raw`(?:i(?:'|’)?m|i am|im|we(?:'|’)?re|we are)`;
/** What -ing words say of the speaker's mind rather than of what they are going to do. */
const STATES =
  'hoping|thinking|wondering|considering|feeling|wishing|guessing|dreaming|dying|loving|missing|worrying|kidding|telling|saying|asking|wanting|needing|being|looking|trying|struggling|deciding|debating|not';

/** The speaker and what lies ahead of them. Anchored loosely: `So tomorrow I have …` counts as well. */
const OWN_PLAN = new RegExp(
  [
    String.raw`\b(?:i|we)(?:'|’)?(?:ll| will| shall) (?:be |definitely )?(?!(?:not|never|let you|see|think|try to|probably|maybe)\b)\p{L}+`,
    String.raw`\b${AM} (?:\p{L}+ly |so |all |also |just )?(?!(?:${STATES})\b)\p{L}+ing\b`,
    String.raw`\b${AM} (?:gonna|off to)\b`,
    // Chat drops the subject: `Planning a trip there next month`.
    String.raw`^(?:\p{L}+, |(?:yeah|yep|also|so|just|now) )?(?:going|planning|heading|flying|travell?ing|driving|moving|starting|visiting|hosting|off) (?:to|a|an|the|my|our|on|with|back)\b`,
    String.raw`\b(?:i|we)(?:'|’)?(?: have|ve got| have got| got) (?:an?|my|our|the|two|three|some|several|lots of|another)\b`,
    String.raw`\bmy (?:\p{L}+ ){1,3}(?:is|starts|begins)\b`,
    String.raw`\b(?:i|we) (?:start|begin|leave|fly|move|travel)\b`,
    String.raw`\b(?:i|we) plan\b|\b(?:i|we)(?:'|’)?(?:ve| have)? (?:just |already |finally )?(?:signed up|registered|booked|enrolled|got tickets) (?:for|to|a|an|the|my|our)\b`,
    String.raw`\b(?:looking forward to|can(?:'|’)?t wait for|excited (?:for|about)) (?:my|our|the|an?|this)\b`,
  ].join('|'),
  'iu',
);
/** What makes it no plan: doubt, a condition, a refusal, the past, a "see you tomorrow", a mere courtesy. */
const NO_PLAN =
  /\b(?:if|would|could|might|may|maybe|wish|hope|hopefully|unless|wasn|didn|don|doesn|won|can|not|never|no|was|were|had|did|went|last|ago|used to|see you|talk to you|ttyl|show you|tell you|let you know|one of (?:them|those|these)|every|each|usually|always|sometimes)\b|n['’]t\b/iu;
/** Eagerness is no refusal. */
const EAGER = /\b(?:and )?(?:i |we )?(?:just )?(?:can(?:'|’)?t|cannot|can not) wait(?: (?:to|for)\b)?/giu;
/** Where another clause with a subject of its own begins: `it inspired me and I will book a lesson tomorrow`. */
const CLAUSE = /(?:,? and|,? so|,? but|;| [-–—]) (?=(?:i|we|i['’]m|i['’]ll|we['’]re|we['’]ll)\b)/iu;

/** A plan: the part of the sentence that tells of it, and when it is due. */
export interface Plan {
  clause: string;
  due: Due;
}

/**
 * Reads a plan out of an English sentence: said in the first person, of the future, for a time that can be dated, and
 * without doubt or condition. It rather misses a plan than to invent one.
 * @returns null when it is no plan
 */
export function planOf(sentence: string, at: number): Plan | null {
  if (sentence.endsWith('?')) return null;
  for (const clause of [...sentence.split(CLAUSE), sentence]) {
    const due = isPlan(clause) ? dueDate(clause, at) : null;
    if (due !== null) return { clause, due };
  }
  return null;
}

function isPlan(clause: string): boolean {
  return OWN_PLAN.test(clause) && !NO_PLAN.test(clause.replace(EAGER, ' '));
}
