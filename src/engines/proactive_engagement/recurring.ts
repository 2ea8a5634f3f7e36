import * as v from 'valibot';
import type { Analysis, Phrase } from '../../domain/analysis.ts';
import { isTelling } from '../memory/worth_telling.ts';
import { dayOf } from './presence.ts';
import { shortened } from './sentences.ts';

/** Subjects kept; the one on fewest days, then the longest unmentioned, is dropped for a new one. */
const MAX_SUBJECTS = 64;
const MAX_LABEL = 60;
/** Days on which a subject must have come up to be called recurring. */
const MIN_DAYS = 3;
/** Recurring: last spoken of within this; fading: not within this nor three times its usual pause, but within half a year. */
const RECENT_DAYS = 21;
const FADING_PAUSES = 3;
const FORGOTTEN_DAYS = 180;

const SubjectSchema = v.object({
  key: v.string(),
  label: v.string(),
  days: v.number(),
  firstDay: v.number(),
  lastDay: v.number(),
});
type Subject = v.InferOutput<typeof SubjectSchema>;
export const SubjectsSchema = v.array(SubjectSchema);

/** Notes what a message of the user speaks of, once a day. */
export function noteSubjects(
  subjects: readonly Subject[],
  at: number,
  content: string,
  analysis: Analysis,
): readonly Subject[] {
  const day = dayOf(at);
  let next = subjects;
  for (const { key: said, text, kind } of analysis.phrases) {
    const key = said.slice(0, MAX_LABEL).toWellFormed();
    if (key.length < 3 || (kind === 'name' && isAddressed(content, text))) continue;
    const known = next.find((subject) => subject.key === key);
    if (known?.lastDay === day) continue;
    next = known
      ? next.map((subject) => (subject === known ? spokenOf(known, text, kind, day) : subject))
      : [...makeRoom(next), { key, label: shortened(text, MAX_LABEL), days: 1, firstDay: day, lastDay: day }];
  }
  return next;
}

const SMALL = /^\p{Ll}/u;

/** Written small once, it is no name: a capital stood at the start of a sentence. */
function spokenOf(known: Subject, text: string, kind: Phrase['kind'], day: number): Subject {
  const becomesSmall = SMALL.test(text) && !SMALL.test(known.label) && kind !== 'name';
  const label = becomesSmall ? shortened(text, MAX_LABEL) : known.label;
  return { ...known, label, days: known.days + 1, lastDay: day };
}

function makeRoom(subjects: readonly Subject[]): readonly Subject[] {
  if (subjects.length < MAX_SUBJECTS) return subjects;
  const least = subjects.reduce((a, b) => (b.days < a.days || (b.days === a.days && b.lastDay < a.lastDay) ? b : a));
  return subjects.filter((subject) => subject !== least);
}

/** `Thanks, Emi!`: the name is called, not spoken of. */
function isAddressed(content: string, name: string): boolean {
  const at = content.indexOf(name);
  if (at < 0) return false;
  const before = content.slice(Math.max(0, at - 20), at).trim();
  const after = content.slice(at + name.length, at + name.length + 1);
  return (
    (before === '' || /(?:[,.!?]|\b(?:hey|hi|hello|thanks|thank you|morning))$/iu.test(before)) &&
    !/[\s\p{L}'’]/u.test(after)
  );
}

/** Came up often enough, and says something of this user: `work` does not. */
function isRegular({ key, days }: Subject): boolean {
  return days >= MIN_DAYS && isTelling(key, false, days);
}

/** What this user keeps coming back to, the most regular first. */
export function recurringAt(subjects: readonly Subject[], now: number): string[] {
  const today = dayOf(now);
  return labels(subjects.filter((subject) => isRegular(subject) && today - subject.lastDay <= RECENT_DAYS));
}

/** What they used to come back to and no longer do. */
export function fadingAt(subjects: readonly Subject[], now: number): string[] {
  const today = dayOf(now);
  return labels(
    subjects.filter((subject) => {
      const { days, firstDay, lastDay } = subject;
      const usual = (lastDay - firstDay) / Math.max(1, days - 1);
      const pause = today - lastDay;
      return isRegular(subject) && pause > Math.max(RECENT_DAYS, FADING_PAUSES * usual) && pause <= FORGOTTEN_DAYS;
    }),
  );
}

function labels(subjects: readonly Subject[]): string[] {
  return subjects
    .toSorted((a, b) => b.days - a.days || b.lastDay - a.lastDay || (a.key < b.key ? -1 : 1))
    .map(({ label }) => label);
}
