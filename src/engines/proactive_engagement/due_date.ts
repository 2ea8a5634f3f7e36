import { HOUR_MS } from './presence.ts';

const DAY_MS = 24 * HOUR_MS;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** A plan further away than this is a wish. */
const MAX_AHEAD_MS = 120 * DAY_MS;
/** What is `coming up` does so within this. */
const SOON_DAYS = 7;

/** When something is to happen: from the beginning of a day to the end of one, epoch ms (UTC). */
export interface Due {
  from: number;
  to: number;
}

/**
 * Reads from an English sentence when what it speaks of is to happen: `tomorrow`, `tonight`, `next week`, `this
 * weekend`, `on Friday`, `in two weeks`, `on June 5th`; `coming up` is taken for within a week.
 * @param at when it was said, epoch ms; days are counted in UTC
 * @returns null when it names no time ahead within 120 days
 */
export function dueDate(sentence: string, at: number): Due | null {
  const text = sentence.toLowerCase();
  const today = Math.floor(at / DAY_MS);
  const due = dayAhead(text, today) ?? span(text, today) ?? calendarDay(text, at);
  return due !== null && due.to > at && due.from - at <= MAX_AHEAD_MS ? due : null;
}

function days(from: number, to: number = from): Due {
  return { from: from * DAY_MS, to: (to + 1) * DAY_MS };
}

function dayAhead(text: string, today: number): Due | null {
  if (/\bday after tomorrow\b/u.test(text)) return days(today + 2);
  if (/\b(?:tomorrow|tmrw|tmr)\b/u.test(text)) return days(today + 1);
  if (/\b(?:tonight|later today|this (?:evening|afternoon))\b/u.test(text)) return days(today);
  const weekday = /\b(?:on|this|next|until|by) (sun|mon|tues|wednes|thurs|fri|satur)day\b/u.exec(text)?.[1];
  if (weekday === undefined) return null;
  const now = (today + 4) % 7;
  return days(today + ((WEEKDAYS.findIndex((day) => day.startsWith(weekday)) - now + 6) % 7) + 1);
}

function span(text: string, today: number): Due | null {
  const now = (today + 4) % 7;
  const monday = today + ((8 - now) % 7 || 7);
  if (/\bnext week\b/u.test(text)) return days(monday, monday + 6);
  if (/\bnext weekend\b/u.test(text)) return days(monday + 5, monday + 6);
  if (/\b(?:this|the|over the) (?:coming )?weekend\b/u.test(text) && !/\blast\b/u.test(text))
    return days(Math.max(today, monday - 2), monday - 1);
  if (/\bnext month\b/u.test(text)) {
    const date = new Date(today * DAY_MS);
    const month = (ahead: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1);
    return { from: month(1), to: month(2) };
  }
  if (/\b(?:coming up|upcoming)\b/u.test(text)) return days(today + 2, today + SOON_DAYS);
  const [, amount = '', unit = ''] = /\bin (?:about )?(\d{1,2}|an?|\p{L}+) (day|week|month)s?\b/u.exec(text) ?? [];
  const number = /^an?$/u.test(amount) ? 1 : NUMBERS.includes(amount) ? NUMBERS.indexOf(amount) : Number(amount);
  if (unit === '' || !(number > 0)) return null;
  const ahead = today + number * (unit === 'day' ? 1 : unit === 'week' ? 7 : 30);
  return unit === 'day' ? days(ahead) : days(ahead - (unit === 'week' ? 1 : 7), ahead + (unit === 'week' ? 2 : 7));
}

/** `on June 5th`, `on the 5th of June`: this year's, or next year's when this one's is past. */
function calendarDay(text: string, at: number): Due | null {
  const names = MONTHS.join('|');
  const before = new RegExp(`\\bon (${names}) (\\d{1,2})(?:st|nd|rd|th)?\\b`, 'u').exec(text);
  const after = new RegExp(`\\bon (?:the )?(\\d{1,2})(?:st|nd|rd|th)? (?:of )?(${names})\\b`, 'u').exec(text);
  const month = MONTHS.indexOf(before?.[1] ?? after?.[2] ?? '');
  const day = Number(before?.[2] ?? after?.[1]);
  if (month < 0 || !(day >= 1 && day <= 31)) return null;
  const year = new Date(at).getUTCFullYear();
  const thisYear = Date.UTC(year, month, day) / DAY_MS;
  return days(thisYear * DAY_MS + DAY_MS > at ? thisYear : Date.UTC(year + 1, month, day) / DAY_MS);
}
