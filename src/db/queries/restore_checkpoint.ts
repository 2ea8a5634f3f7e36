import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 conversation id, $2 events, $3 occurred_at, $4 event_id, $5 states, $6 first_event_at, $7 last_user_message_at,
 * $8 user_messages, $9 bot_messages. Lets a conversation without events begin with a checkpoint, as if the events in it
 * had been pruned; nothing when it has events.
 */
export const restoreCheckpoint = statement(
  'restore_checkpoint',
  v.object({ events: v.number() }),
  `WITH begun AS (
  UPDATE conversations SET revision = revision + 1, last_seq = $2, pruned_events = $2, pruned_before = $3,
    first_event_at = $6, last_event_at = $3, last_user_message_at = $7, user_messages = $8, bot_messages = $9
  WHERE id = $1 AND last_seq = 0
  RETURNING bot_name, user_id
)
INSERT INTO engine_checkpoints (bot_name, user_id, events, occurred_at, event_id, states)
SELECT bot_name, user_id, $2, $3, $4, $5::json FROM begun
RETURNING events`,
);
