import { isDeepStrictEqual } from 'node:util';
import { withIsoTimestamp } from '../domain/timestamp.ts';

/** What a recomputation says otherwise than the database. */
export interface Difference {
  bot_name: string;
  /** null where it is about a bot as a whole. */
  user_id: string | null;
  /** An engine's state, a table's row, or a bot's hourly sums. */
  what: string;
  stored: unknown;
  recomputed: unknown;
}

/** A difference, before it is said whose. */
export type Found = Pick<Difference, 'what' | 'stored' | 'recomputed'>;

/** Compares a row as row_to_json has it with what an engine projects; columns that the engine does not fill are left out. */
export function compareRow(table: string, row: Readonly<Record<string, unknown>>, projected: object): Found[] {
  const recomputed = JSON.parse(JSON.stringify(projected)) as Record<string, unknown>;
  const stored = Object.fromEntries(Object.keys(recomputed).map((column) => [column, withIsoTimestamp(row[column])]));
  return isDeepStrictEqual(stored, recomputed) ? [] : [{ what: table, stored, recomputed }];
}
