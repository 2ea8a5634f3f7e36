import { AppError } from '../domain/errors.ts';
import { SECTION_NAMES } from '../domain/insights.ts';
import type { SectionName } from '../domain/table.ts';
import type { CacheRow } from './cache_row.ts';
import { toEpochMs } from './cache_row.ts';

/** What the database holds of a conversation, as a read takes it. Times are epoch milliseconds. */
export interface StoredInsights {
  /** Null where there is no conversation. */
  conversationId: number | null;
  lastSeq: number | null;
  foldedSeq: number | null;
  rowsRetired: boolean;
  lastUserMessageAt: number | null;
  botStaleSince: number | null;
  botPerformedAt: number | null;
  rows: Readonly<Record<SectionName, CacheRow | null>>;
  /** JSON of the engine states by engine and version, where rows are to be projected anew; else empty. */
  states: string;
}

/** Between the parts of the text; JSON holds none. */
export const SEPARATOR = '\u001f';
/** Values of the conversation and its bot, and of each row, at the beginning of the text. */
const OWN_VALUES = 7;
const ROW_VALUES = 5;

/**
 * Parses what the statement `read_insights` returns: by hand, because every read from the database waits for it.
 * @throws AppError `internal` when it is of another form
 */
export function parseStoredInsights(text: string): StoredInsights {
  const [head = '', ...data] = text.split(SEPARATOR);
  const values: unknown = JSON.parse(head);
  if (!Array.isArray(values) || values.length !== OWN_VALUES + ROW_VALUES * SECTION_NAMES.length) throw otherForm();
  const rows = {} as Record<SectionName, CacheRow | null>;
  for (const [index, name] of SECTION_NAMES.entries()) {
    rows[name] = rowOf(values, OWN_VALUES + ROW_VALUES * index, data[index]);
  }
  return {
    conversationId: numberAt(values, 0),
    lastSeq: numberAt(values, 1),
    foldedSeq: numberAt(values, 2),
    rowsRetired: values[3] === true,
    lastUserMessageAt: numberAt(values, 4),
    botStaleSince: numberAt(values, 5),
    botPerformedAt: numberAt(values, 6),
    rows,
    states: data[SECTION_NAMES.length] ?? '',
  };
}

function rowOf(values: readonly unknown[], at: number, data: string | undefined): CacheRow | null {
  if (data === undefined) throw otherForm();
  if (data === '') return null;
  const [version, confidence] = [values[at], numberAt(values, at + 1)];
  const [computedAt, expiresAt] = [numberAt(values, at + 2), numberAt(values, at + 3)];
  if (typeof version !== 'string' || confidence === null || computedAt === null || expiresAt === null)
    throw otherForm();
  const times = { computedAt: toEpochMs(computedAt), expiresAt: toEpochMs(expiresAt) };
  return { data, version, confidence, ...times, guidance: values[at + 4] };
}

/** Numbers that JSON has no word for, as the times `infinity` and `-infinity` are, come as text. */
function numberAt(values: readonly unknown[], at: number): number | null {
  const value = values[at];
  if (value === null) return null;
  const number = value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : value;
  if (typeof number !== 'number') throw otherForm();
  return number;
}

function otherForm(): AppError {
  return new AppError('internal', 'the statement read_insights returned what it never returns');
}
