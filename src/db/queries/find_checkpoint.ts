import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 conversation id, $2 events, $3 occurred_at, $4 event_id. The checkpoint, if it stands in for pruned events. */
export const findCheckpoint = statement(
  'find_checkpoint',
  v.object({ events: v.number() }),
  `SELECT k.events FROM conversations AS c
JOIN engine_checkpoints AS k ON k.bot_name = c.bot_name AND k.user_id = c.user_id AND k.events = c.pruned_events
WHERE c.id = $1 AND k.events = $2 AND k.occurred_at = $3 AND k.event_id = $4`,
);
