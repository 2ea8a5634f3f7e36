import { setTimeout } from 'node:timers/promises';
import type { Database } from '../db/db.ts';
import { readProgress } from '../db/queries/read_progress.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import { requestRefresh } from './schedule.ts';

/** Milliseconds between looks at how far it is: from the first to the last. */
const FIRST_LOOK_MS = 10;
const LAST_LOOK_MS = 250;

/** How far a refresh came. */
export interface RefreshedNow {
  /** Whether all that was in the log at the call is in the rows, by a refresh after it. */
  refreshed: boolean;
  lastSeq: number;
  foldedSeq: number;
  waitedMs: number;
}

/**
 * Asks for a refresh before all others, and waits for it up to so many milliseconds. A conversation that failed within
 * the hour keeps its back-off.
 * @param signal ends the wait early
 * @returns nothing when there is no such conversation, or no more
 */
export async function refreshNow(
  db: Database,
  { botName, userId }: ConversationKey,
  waitMs: number,
  signal: AbortSignal,
): Promise<RefreshedNow | undefined> {
  const started = performance.now();
  const [before] = await db.query(readProgress, [botName, userId]);
  if (before === undefined) return undefined;
  await requestRefresh(db, before.id);
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LAST_LOOK_MS)) {
    const [now] = await db.query(readProgress, [botName, userId]);
    if (now?.id !== before.id) return undefined;
    const refreshed = now.revision > before.revision && now.folded_seq >= before.last_seq;
    const waitedMs = Math.round(performance.now() - started);
    if (refreshed || waitedMs >= waitMs || signal.aborted) {
      return { refreshed, lastSeq: now.last_seq, foldedSeq: now.folded_seq, waitedMs };
    }
    await setTimeout(Math.min(pauseMs, waitMs - waitedMs));
  }
}
