import type { Task } from 'graphile-worker';
import { listUnqueuedBots } from '../src/db/queries/list_unqueued_bots.ts';
import { listUnqueuedConversations } from '../src/db/queries/list_unqueued_conversations.ts';
import { requestBotRefresh, scheduleUnqueued } from '../src/pipeline/schedule.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';

/** Most jobs that one sweep queues of each kind; what is left is found by the next, a minute later. */
const MAX_QUEUED = 1_000;

/** Queues whatever is due and not queued: jobs that somebody deleted, events that came in past the API. */
export function sweep({ db, clock }: TaskContext): Task {
  return async (_payload, helpers) => {
    const conversations = await db.query(listUnqueuedConversations, [MAX_QUEUED]);
    for (const { id } of conversations) await scheduleUnqueued(db, id, clock());
    const bots = await db.query(listUnqueuedBots, [MAX_QUEUED]);
    for (const { bot_name: botName } of bots) await requestBotRefresh(db, botName, clock());
    const found = conversations.length + bots.length;
    if (found > 0) helpers.logger.warn(`queued ${found} refreshes that were due and not queued`);
  };
}
