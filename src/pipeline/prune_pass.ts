import type { Retention } from '../config.ts';
import type { Database } from '../db/db.ts';
import { deleteOldCacheReads } from '../db/queries/delete_old_cache_reads.ts';
import { deleteOldScoreHours } from '../db/queries/delete_old_score_hours.ts';
import { deleteOldShadowChecks } from '../db/queries/delete_old_shadow_checks.ts';
import { listPrunableConversations } from '../db/queries/list_prunable_conversations.ts';
import { pruneConversation } from '../db/queries/prune_conversation.ts';
import { retireRows } from '../db/queries/retire_rows.ts';
import type { Watchdog } from './watchdog.ts';

const DAY_MS = 86_400_000;
/** The longest window is 30 days; a day more, so that its first hour is whole. */
const SCORE_HOUR_DAYS = 32;
/** For how long it is kept how reads went. */
const CACHE_READ_DAYS = 90;
/** What shadow checks found is kept for a quarter. */
const SHADOW_DAYS = 90;
/** Conversations that one statement looks at. */
const BATCH = 500;

/**
 * Deletes what retention lets go of: events that a checkpoint stands in for (with their annotations), rows of idle
 * conversations that expired long ago, hourly sums that no window reaches, and old counts of reads. No row changes by it: what is pruned is
 * in the checkpoint, and a later refold starts there.
 * @returns the events that were deleted, and the conversations whose rows were
 */
export async function prunePass(
  db: Database,
  retention: Retention,
  now: Date,
  watchdog?: Watchdog,
): Promise<{ events: number; retired: number }> {
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  const goOn = (): void => {
    watchdog?.signal.throwIfAborted();
    watchdog?.progress();
  };
  let events = 0;
  let retired = 0;
  for (let found = BATCH; retention.eventDays > 0 && found === BATCH;) {
    goOn();
    const prunable = await db.query(listPrunableConversations, [daysAgo(retention.eventDays), BATCH]);
    for (const { id, revision, events: inCheckpoint, occurred_at: at } of prunable) {
      goOn();
      const [done] = await db.query(pruneConversation, [id, revision, inCheckpoint, at]);
      events += done?.pruned ?? 0;
    }
    found = prunable.length;
  }
  for (let found = BATCH; found === BATCH; retired += found) {
    goOn();
    const [done] = await db.query(retireRows, [daysAgo(retention.rowDays), BATCH]);
    found = done?.retired ?? 0;
  }
  await db.query(deleteOldScoreHours, [daysAgo(SCORE_HOUR_DAYS)]);
  await db.query(deleteOldCacheReads, [daysAgo(CACHE_READ_DAYS)]);
  await db.query(deleteOldShadowChecks, [daysAgo(SHADOW_DAYS)]);
  return { events, retired };
}
