import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 most rows. Conversations that are behind and have no job, not even one that failed for good. */
export const listUnqueuedConversations = statement(
  'list_unqueued_conversations',
  v.object({ id: v.number(), bot_name: v.string() }),
  `SELECT c.id, c.bot_name FROM conversations AS c
WHERE c.folded_seq < c.last_seq
  -- NOT IN, not NOT EXISTS: one hash of the keys, whatever the planner guesses of a queue that grows and shrinks.
  AND 'refresh_user:' || c.id NOT IN (SELECT key FROM graphile_worker.jobs WHERE key IS NOT NULL)
  AND 'refold_user:' || c.id NOT IN (SELECT key FROM graphile_worker.jobs WHERE key IS NOT NULL)
LIMIT $1`,
);
