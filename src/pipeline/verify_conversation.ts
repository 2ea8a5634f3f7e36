import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../db/db.ts';
import { readCacheRows } from '../db/queries/read_cache_rows.ts';
import { readConversationStates } from '../db/queries/read_conversation_states.ts';
import { projectRows } from '../engines/registry.ts';
import type { RunningEngines } from '../engines/registry.ts';
import { compareRow } from './difference.ts';
import type { Found } from './difference.ts';
import { statesOf } from './engines_at_work.ts';
import type { StoredState } from './engines_at_work.ts';
import { rangeOf } from './fold_range.ts';
import { recompute } from './recompute.ts';
import type { RecomputeOptions } from './recompute.ts';

/** Compares a conversation's states and rows with what its events give. */
export async function verifyConversation(db: Database, id: number, options: RecomputeOptions): Promise<Found[]> {
  const [stored] = await db.query(readConversationStates, [[id]]);
  if (stored === undefined || stored.folded_seq === 0) return [];
  // Only what is folded: events after it are in nobody's state yet.
  const range = { ...rangeOf(stored), lastSeq: stored.folded_seq };
  const engines = await recompute(db, range, options);
  const rows = await db.query(readCacheRows, [stored.bot_name, stored.user_id]);
  const found = [...stateDifferences(stored.states, engines), ...rowDifferences(rows[0] ?? {}, engines)];
  if (found.length === 0) return [];
  const [again] = await db.query(readConversationStates, [[id]]);
  // Refreshed or erased while it was checked: there is nothing to compare with any more.
  if (again?.revision !== stored.revision) return verifyConversation(db, id, options);
  return found;
}

function stateDifferences(stored: readonly StoredState[], engines: RunningEngines): Found[] {
  return statesOf(engines).flatMap(({ engine, version, state, hours }) => {
    const mine = stored.find((one) => one.engine === engine);
    // A state of another version is not wrong, only old: the next refresh folds anew.
    if (mine !== undefined && mine.version !== version) return [];
    return [
      ...compare(engine, mine?.state, state),
      ...(hours === undefined ? [] : compare(`hours of ${engine}`, mine?.hours, hours)),
    ];
  });
}

function compare(what: string, stored: unknown, computed: unknown): Found[] {
  const recomputed: unknown = JSON.parse(JSON.stringify(computed));
  return isDeepStrictEqual(stored, recomputed) ? [] : [{ what, stored, recomputed }];
}

function rowDifferences(
  rows: Readonly<Record<string, Record<string, unknown> | null>>,
  engines: RunningEngines,
): Found[] {
  return Object.entries(rows).flatMap(([table, row]) => {
    if (row === null || row['engine_version'] === 0) return [];
    const projected = projectRows(engines.conversation, new Date(String(row['computed_at']))).get(table);
    if (projected === undefined || projected.engine_version !== row['engine_version']) return [];
    return compareRow(table, row, projected);
  });
}
