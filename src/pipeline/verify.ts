import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../db/db.ts';
import { listConversationsToVerify } from '../db/queries/list_conversations_to_verify.ts';
import { readCacheRows } from '../db/queries/read_cache_rows.ts';
import { readConversationStates } from '../db/queries/read_conversation_states.ts';
import { withIsoTimestamp } from '../domain/timestamp.ts';
import { projectRows } from '../engines/registry.ts';
import type { RunningEngines } from '../engines/registry.ts';
import type { Annotator } from './annotate.ts';
import { annotatePage } from './annotate_page.ts';
import { foldPage, startEngines } from './engines_at_work.ts';
import { planRefold } from './fold_plan.ts';
import { rangeOf } from './fold_range.ts';

/** Conversations whose ids are read at once. */
const PAGE = 500;

/** What a recomputation says otherwise than the database. */
export interface Difference {
  bot_name: string;
  user_id: string;
  /** An engine's state, or a table's row. */
  what: string;
  stored: unknown;
  recomputed: unknown;
}

export interface VerifyOptions {
  annotator: Annotator;
  /** Share of the conversations to check, 0 to 1; all of them by default. */
  share?: number;
  onDifference: (difference: Difference) => void;
  onProgress?: (checked: number) => void;
  signal?: AbortSignal;
}

/**
 * Recomputes conversations from their events and compares the states and rows with what is stored. Rows are compared
 * at the time they were computed; one that was written by hand (engine_version 0) is left out.
 * @returns how many conversations were checked, and how many of them had a difference
 */
export async function verify(db: Database, options: VerifyOptions): Promise<{ checked: number; different: number }> {
  let checked = 0;
  let different = 0;
  let after = 0;
  for (;;) {
    const ids = await db.query(listConversationsToVerify, [after, PAGE, options.share ?? 1]);
    for (const { id } of ids) {
      options.signal?.throwIfAborted();
      const differences = await verifyConversation(db, id, options.annotator);
      checked += 1;
      if (differences.length > 0) different += 1;
      for (const difference of differences) options.onDifference(difference);
      options.onProgress?.(checked);
    }
    after = ids.at(-1)?.id ?? 0;
    if (ids.length < PAGE) break;
  }
  return { checked, different };
}

async function verifyConversation(db: Database, id: number, annotator: Annotator): Promise<Difference[]> {
  const [stored] = await db.query(readConversationStates, [id]);
  if (stored === undefined || stored.folded_seq === 0) return [];
  // Only what is folded: events after it are in nobody's state yet.
  const range = { ...rangeOf(stored), lastSeq: stored.folded_seq };
  const plan = await planRefold(db, range);
  const { engines } = startEngines(plan.start ?? []);
  for await (const page of plan.pages) {
    await foldPage(engines, (await annotatePage(annotator, page)).events);
  }
  const rows = await db.query(readCacheRows, [stored.bot_name, stored.user_id]);
  const found = [...stateDifferences(stored.states, engines), ...rowDifferences(rows[0] ?? {}, engines)];
  if (found.length === 0) return [];
  const [again] = await db.query(readConversationStates, [id]);
  // Refreshed or erased while it was checked: there is nothing to compare with any more.
  if (again?.revision !== stored.revision) return verifyConversation(db, id, annotator);
  return found.map((difference) => ({ bot_name: stored.bot_name, user_id: stored.user_id, ...difference }));
}

type Found = Pick<Difference, 'what' | 'stored' | 'recomputed'>;

function stateDifferences(
  stored: readonly { engine: string; version: number; state: unknown }[],
  engines: RunningEngines,
): Found[] {
  return [...engines.conversation, engines.bot].flatMap(({ name, version, state }) => {
    const mine = stored.find((one) => one.engine === name);
    // A state of another version is not wrong, only old: the next refresh folds anew.
    if (mine !== undefined && mine.version !== version) return [];
    const recomputed: unknown = JSON.parse(JSON.stringify(state()));
    return isDeepStrictEqual(mine?.state, recomputed) ? [] : [{ what: name, stored: mine?.state, recomputed }];
  });
}

function rowDifferences(
  rows: Readonly<Record<string, Record<string, unknown> | null>>,
  engines: RunningEngines,
): Found[] {
  return Object.entries(rows).flatMap(([table, row]) => {
    if (row === null || row['engine_version'] === 0) return [];
    const projected = projectRows(engines.conversation, new Date(String(row['computed_at']))).get(table);
    if (projected === undefined || projected.engine_version !== row['engine_version']) return [];
    const recomputed = JSON.parse(JSON.stringify(projected)) as Record<string, unknown>;
    const columns = Object.keys(recomputed);
    const stored = Object.fromEntries(columns.map((column) => [column, withIsoTimestamp(row[column])]));
    const expected = Object.fromEntries(columns.map((column) => [column, recomputed[column]]));
    return isDeepStrictEqual(stored, expected) ? [] : [{ what: table, stored, recomputed: expected }];
  });
}
