import type { Database } from '../db/db.ts';
import { listOutdatedConversations } from '../db/queries/list_outdated_conversations.ts';
import { listUnqueuedBots } from '../db/queries/list_unqueued_bots.ts';
import { listUnqueuedConversations } from '../db/queries/list_unqueued_conversations.ts';
import { ENGINE_VERSIONS } from '../engines/registry.ts';
import { requestBotRefresh, scheduleRefold, scheduleUnqueued } from './schedule.ts';
import type { Watchdog } from './watchdog.ts';

/** Most jobs that one sweep queues of each kind; what is left is found by the next, a minute later. */
const MAX_QUEUED = 1_000;
/** Most conversations that one sweep has folded anew after an engine's version was raised. */
const MAX_OUTDATED = 100;

/**
 * Queues whatever is due and not queued: jobs that somebody deleted, events that came in past the API, and states of an
 * engine's earlier version.
 * @returns how many conversations and bots were due; those of an earlier version are not counted
 */
export async function sweepPass(
  db: Database,
  { signal, progress }: Watchdog,
): Promise<{ conversations: number; bots: number }> {
  const goOn = (): void => {
    signal.throwIfAborted();
    progress();
  };
  const conversations = await db.query(listUnqueuedConversations, [MAX_QUEUED]);
  for (const { id, bot_name: botName } of conversations) {
    goOn();
    await scheduleUnqueued(db, botName, id);
  }
  const bots = await db.query(listUnqueuedBots, [MAX_QUEUED]);
  for (const { bot_name: botName } of bots) {
    goOn();
    await requestBotRefresh(db, botName);
  }
  const versions = JSON.stringify(ENGINE_VERSIONS);
  for (const { id } of await db.query(listOutdatedConversations, [versions, MAX_OUTDATED])) {
    goOn();
    await scheduleRefold(db, id);
  }
  return { conversations: conversations.length, bots: bots.length };
}
