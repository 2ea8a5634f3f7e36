import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 most rows. Conversations that are behind and have no job, not even one that failed for good. */
export const listUnqueuedConversations = statement(
  'list_unqueued_conversations',
  v.object({ id: v.number() }),
  `SELECT c.id FROM conversations AS c
WHERE c.folded_seq < c.last_seq
  AND NOT EXISTS (SELECT FROM graphile_worker.jobs WHERE jobs.key = 'refresh_user:' || c.id)
LIMIT $1`,
);
