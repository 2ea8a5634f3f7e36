import type { RefreshPolicy } from '../config.ts';
import type { Database, Queryable } from '../db/db.ts';
import { addScoreHours } from '../db/queries/add_score_hours.ts';
import { deleteBotHours } from '../db/queries/delete_bot_hours.ts';
import { deleteCacheRows } from '../db/queries/delete_cache_rows.ts';
import { deleteConversation } from '../db/queries/delete_conversation.ts';
import { deleteConversationJobs } from '../db/queries/delete_conversation_jobs.ts';
import { deleteEvents } from '../db/queries/delete_events.ts';
import { dropEmptyHours } from '../db/queries/drop_empty_hours.ts';
import { holdConversation } from '../db/queries/hold_conversation.ts';
import { notifyChanged } from '../db/queries/notify_changed.ts';
import { readAddedHours } from '../db/queries/read_added_hours.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import { writePerformance } from './advance_bot.ts';
import { shardOf } from './prepared_refresh.ts';
import { addedHours } from './engines_at_work.ts';
import { hoursTakenBack, oldestHour } from './score_hours.ts';

/** How much there was of what was erased. */
export interface Erased {
  events: number;
  /** Cache rows. */
  rows: number;
  jobs: number;
}

/**
 * Erases a user of a bot: events, annotations, states, checkpoints, cache rows, jobs, and what the conversation added
 * to the bot's hours, whose performance rows are computed anew; all in one transaction, and with a notification that
 * makes every process drop its copies.
 *
 * Nothing comes back. The conversation is held first: a refresh that is committing is waited for and then erased with
 * the rest; one that commits later finds its conversation's id gone and writes nothing; a job asked for later is not
 * added. A user who is posted about again is a new conversation with another id.
 * @returns all 0 when nothing was held
 */
export function erase(
  db: Database,
  { botName, userId }: ConversationKey,
  policy: RefreshPolicy,
  now: Date,
): Promise<Erased> {
  return db.transaction(async (tx) => {
    const [conversation] = await tx.query(holdConversation, [botName, userId]);
    // Also where there is no conversation: somebody may have typed a row.
    const [rows] = await tx.query(deleteCacheRows, [botName, userId]);
    await tx.query(notifyChanged, [botName, userId]);
    if (conversation === undefined) return { events: 0, rows: rows?.deleted ?? 0, jobs: 0 };
    const { id } = conversation;
    const [jobs] = await tx.query(deleteConversationJobs, [id]);
    await takeBackHours(tx, botName, userId, shardOf(id), now);
    const [events] = await tx.query(deleteEvents, [botName, userId]);
    await tx.query(deleteConversation, [id]);
    await writePerformance(tx, botName, policy, now);
    return { events: events?.deleted ?? 0, rows: rows?.deleted ?? 0, jobs: jobs?.deleted ?? 0 };
  });
}

/**
 * Takes what a conversation added out of its bot's hours. Its state tells that for the hours that a window reaches; the
 * sums of earlier ones, which only wait to be pruned, are deleted whole.
 */
async function takeBackHours(tx: Queryable, botName: string, userId: string, shard: number, now: Date): Promise<void> {
  await tx.query(deleteBotHours, [botName, oldestHour(now)]);
  const added = addedHours(await tx.query(readAddedHours, [botName, userId]));
  if (added === null) return;
  const differences = hoursTakenBack(added.hours, now);
  const row = { bot_name: botName, shard, version: added.version };
  await tx.query(addScoreHours, [JSON.stringify(differences.map((difference) => ({ ...row, ...difference })))]);
  await tx.query(dropEmptyHours, [botName, shard, added.version, JSON.stringify(differences)]);
}
