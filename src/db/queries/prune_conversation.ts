import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 conversation id, $2 revision, $3 events in the checkpoint, $4 its time. Drops the events up to that time, with
 * their annotations; nothing when the conversation was refreshed since it was read.
 */
export const pruneConversation = statement(
  'prune_conversation',
  v.object({ pruned: v.number() }),
  `WITH claimed AS (
  UPDATE conversations SET revision = revision + 1, pruned_events = $3, pruned_before = $4
  WHERE id = $1 AND revision = $2 AND folded_seq = last_seq RETURNING bot_name, user_id
), gone AS (
  DELETE FROM events USING claimed
  WHERE events.bot_name = claimed.bot_name AND events.user_id = claimed.user_id AND events.occurred_at <= $4
  RETURNING events.seq
), superseded AS (
  DELETE FROM engine_checkpoints AS k USING claimed
  WHERE k.bot_name = claimed.bot_name AND k.user_id = claimed.user_id AND k.events < $3
)
SELECT count(gone.seq) AS pruned FROM claimed LEFT JOIN gone ON true GROUP BY claimed.user_id`,
);
