import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 cutoff, $2 most rows. Fully folded conversations with events before the newest checkpoint that is older than the
 * cutoff, and that checkpoint. One that other events happened in the same millisecond as is passed over: whether they are
 * in it does not show by their time.
 */
export const listPrunableConversations = statement(
  'list_prunable_conversations',
  v.object({ id: v.number(), revision: v.number(), events: v.number(), occurred_at: v.date() }),
  `SELECT c.id, c.revision, k.events, k.occurred_at
FROM conversations AS c
CROSS JOIN LATERAL (
  SELECT events, occurred_at FROM engine_checkpoints AS k
  WHERE bot_name = c.bot_name AND user_id = c.user_id AND occurred_at < $1 AND NOT EXISTS (
    SELECT FROM events AS e WHERE e.bot_name = k.bot_name AND e.user_id = k.user_id
      AND e.occurred_at = k.occurred_at AND e.event_id <> k.event_id
  )
  ORDER BY events DESC LIMIT 1
) AS k
WHERE c.first_event_at < $1 AND c.folded_seq = c.last_seq AND k.events > c.pruned_events
LIMIT $2`,
);
