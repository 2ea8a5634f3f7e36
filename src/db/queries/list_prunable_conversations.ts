import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 cutoff, $2 most rows. Fully folded conversations with events before the newest checkpoint that is older than the
 * cutoff, and that checkpoint.
 */
export const listPrunableConversations = statement(
  'list_prunable_conversations',
  v.object({ id: v.number(), revision: v.number(), events: v.number(), occurred_at: v.date() }),
  `SELECT c.id, c.revision, k.events, k.occurred_at
FROM conversations AS c
CROSS JOIN LATERAL (
  SELECT events, occurred_at FROM engine_checkpoints
  WHERE bot_name = c.bot_name AND user_id = c.user_id AND occurred_at < $1 ORDER BY events DESC LIMIT 1
) AS k
WHERE c.first_event_at < $1 AND c.folded_seq = c.last_seq AND k.events > c.pruned_events
LIMIT $2`,
);
