import type { Phrase } from '../../domain/analysis.ts';
import { SAME_SITTING_DAYS } from '../../stats/forgetting_curve.ts';
import type { AnnotatedEvent } from '../engine.ts';
import { isKeepable, meetCandidates } from './candidates.ts';
import { isEverydayNoun } from './everyday_words.ts';
import { toLabel } from './label.ts';
import type { Ledger, Outcome } from './ledger.ts';
import { daysSince, remember, review, speakOf, touch } from './remembered.ts';
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
  const isMentioned = mentionedBy(phrases, ledger.items);
  const items = ledger.items.map((item) => {
    if (!isMentioned(item)) return item;
    const spoken = byUser ? speakOf(withWriting(item, phrases.get(item.id)), event.at) : item;
    return bringUp(spoken, event.at, outcomes);
  });
  if (!byUser) return { items, candidates: ledger.candidates, outcomes };
  const known = new Set(ledger.items.filter(({ source }) => source === 'mention').map(({ id }) => id));
  const unknown = Array.from(phrases.values()).filter(({ key }) => !known.has(key));
  const { candidates, repeated } = meetCandidates(ledger.candidates, unknown, event.at);
  const learnt = repeated.map(({ phrase, firstAt }) =>
    bringUp(speakOf(toItem(phrase, firstAt), event.at), event.at, outcomes),
  );
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
  return speakOf(remember({ ...what, named: kind === 'name' }, firstAt), firstAt);
}

/** A capital at the start of a sentence makes a word look like a name; written small elsewhere, it is none. */
function withWriting(item: Remembered, phrase: Phrase | undefined): Remembered {
  if (item.source === 'memory' || phrase === undefined || !SMALL.test(phrase.text)) return item;
  const label = !SMALL.test(item.label) && phrase.kind !== 'name' ? toLabel(phrase.text) : item.label;
  return item.named || label !== item.label ? { ...item, named: false, label } : item;
}

function distinct(phrases: readonly Phrase[]): Map<string, Phrase> {
  const byKey = new Map<string, Phrase>();
  for (const phrase of phrases) if (isKeepable(phrase) && !byKey.has(phrase.key)) byKey.set(phrase.key, phrase);
  return byKey;
}

/**
 * Which things a message speaks of. A stored memory: when its text holds a name or a phrase of several words of the
 * message, or a noun that is no everyday one and stands in no other memory. Other single nouns say too little.
 */
function mentionedBy(phrases: ReadonlyMap<string, Phrase>, items: readonly Remembered[]) {
  const stored = items.filter(({ source }) => source === 'memory');
  const spoken = new Set<Remembered>();
  for (const { key, text, kind } of phrases.values()) {
    const isSingle = kind !== 'name' && !key.includes(' ');
    if (isSingle && isEverydayNoun(key)) continue;
    const written = text.toLowerCase();
    const holders = stored.filter(({ label }) => {
      const words = label.toLowerCase();
      return holdsWords(words, key) || holdsWords(words, written);
    });
    if (!isSingle || holders.length === 1) for (const holder of holders) spoken.add(holder);
  }
  return (item: Remembered) => (item.source === 'mention' ? phrases.has(item.id) : spoken.has(item));
}

const SMALL = /^\p{Ll}/u;
const LETTER = /[\p{L}\p{N}]/u;

/** Whether `words` stand in `text` as whole words. */
function holdsWords(text: string, words: string): boolean {
  const from = text.indexOf(words);
  if (from < 0 || words === '') return false;
  return !LETTER.test(text[from - 1] ?? ' ') && !LETTER.test(text[from + words.length] ?? ' ');
}
