import type { Task } from 'graphile-worker';
import { listOutdatedConversations } from '../src/db/queries/list_outdated_conversations.ts';
import { listUnqueuedBots } from '../src/db/queries/list_unqueued_bots.ts';
import { listUnqueuedConversations } from '../src/db/queries/list_unqueued_conversations.ts';
import { ENGINE_VERSIONS } from '../src/engines/registry.ts';
import { requestBotRefresh, scheduleRefold, scheduleUnqueued } from '../src/pipeline/schedule.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';

/** Most jobs that one sweep queues of each kind; what is left is found by the next, a minute later. */
const MAX_QUEUED = 1_000;
/** Most conversations that one sweep has folded anew after an engine's version was raised. */
const MAX_OUTDATED = 100;

/**
 * Queues whatever is due and not queued: jobs that somebody deleted, events that came in past the API, and states of an
 * engine's earlier version.
 */
export function sweep({ db }: TaskContext): Task {
  return async (_payload, helpers) => {
    const conversations = await db.query(listUnqueuedConversations, [MAX_QUEUED]);
    for (const { id, bot_name: botName } of conversations) {
      helpers.abortSignal.throwIfAborted();
      await scheduleUnqueued(db, botName, id);
    }
    const bots = await db.query(listUnqueuedBots, [MAX_QUEUED]);
    for (const { bot_name: botName } of bots) {
      helpers.abortSignal.throwIfAborted();
      await requestBotRefresh(db, botName);
    }
    const found = conversations.length + bots.length;
    if (found > 0)
      helpers.logger.warn(`queued ${conversations.length} conversations and ${bots.length} bots that were due`);
    const versions = JSON.stringify(ENGINE_VERSIONS);
    for (const { id } of await db.query(listOutdatedConversations, [versions, MAX_OUTDATED]))
      await scheduleRefold(db, id);
  };
}
