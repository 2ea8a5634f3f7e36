import type { Phrase } from '../../domain/analysis.ts';
import { SAME_SITTING_DAYS } from '../../stats/forgetting_curve.ts';
import type { AnnotatedEvent } from '../engine.ts';
import { isKeepable, meetCandidates } from './candidates.ts';
import { toLabel } from './label.ts';
import type { Ledger, Outcome } from './ledger.ts';
import { daysSince, remember, review, touch } from './remembered.ts';
import type { Remembered } from './remembered.ts';

type MessageEvent = Extract<AnnotatedEvent, { kind: 'message' }>;
type Mentioned = Pick<Ledger, 'items' | 'candidates'> & { outcomes: Outcome[] };

/**
 * What a message does to what is remembered. A known thing that comes up again in a later sitting was recalled, whoever
 * of the two brought it up. A thing becomes known when the user speaks of it in a second message: one mention is no
 * memory, and the bot's own words say nothing of the user.
 */
export function mention(ledger: Ledger, event: MessageEvent): Mentioned {
  const byUser = event.payload.role === 'user';
  const phrases = distinct(event.annotation.analysis.phrases);
  if (phrases.size === 0) return { items: ledger.items, candidates: ledger.candidates, outcomes: [] };
  const outcomes: Outcome[] = [];
  const items = ledger.items.map((item) => {
    if (!isMentioned(item, phrases)) return item;
    const spoken = byUser ? { ...item, mentions: item.mentions + 1 } : item;
    return bringUp(spoken, event.at, outcomes);
  });
  if (!byUser) return { items, candidates: ledger.candidates, outcomes };
  const known = new Set(ledger.items.filter(({ source }) => source === 'mention').map(({ id }) => id));
  const unknown = Array.from(phrases.values()).filter(({ key }) => !known.has(key));
  const { candidates, repeated } = meetCandidates(ledger.candidates, unknown, event.at);
  const learnt = repeated.map(({ phrase, firstAt }) => bringUp(toItem(phrase, firstAt), event.at, outcomes));
  return { items: [...items, ...learnt], candidates, outcomes };
}

/** Speaking of it in a later sitting is a recall; in the same one it only stays fresh in mind. */
function bringUp(item: Remembered, at: number, outcomes: Outcome[]): Remembered {
  if (daysSince(item, at) < SAME_SITTING_DAYS) return touch(item, at);
  outcomes.push({ before: item, at, recalled: true, evidence: 'mention' });
  return review(item, at, true);
}

function toItem({ key, text, kind }: Phrase, firstAt: number): Remembered {
  const what = { id: key, source: 'mention', label: toLabel(text) || key, importance: null } as const;
  return { ...remember({ ...what, named: kind === 'name' }, firstAt), mentions: 2 };
}

function distinct(phrases: readonly Phrase[]): Map<string, Phrase> {
  const byKey = new Map<string, Phrase>();
  for (const phrase of phrases) if (isKeepable(phrase) && !byKey.has(phrase.key)) byKey.set(phrase.key, phrase);
  return byKey;
}

/** A memory is spoken of when its text holds a name or a phrase of several words of the message; single common nouns say too little. */
function isMentioned(item: Remembered, phrases: ReadonlyMap<string, Phrase>): boolean {
  if (item.source === 'mention') return phrases.has(item.id);
  const text = item.label.toLowerCase();
  for (const { key, text: written, kind } of phrases.values()) {
    if (kind !== 'name' && !key.includes(' ')) continue;
    if (holdsWords(text, key) || holdsWords(text, written.toLowerCase())) return true;
  }
  return false;
}

const LETTER = /[\p{L}\p{N}]/u;

/** Whether `words` stand in `text` as whole words. */
function holdsWords(text: string, words: string): boolean {
  const from = text.indexOf(words);
  if (from < 0 || words === '') return false;
  return !LETTER.test(text[from - 1] ?? ' ') && !LETTER.test(text[from + words.length] ?? ' ');
}
