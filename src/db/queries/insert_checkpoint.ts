import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 user_id, $3 events, $4 occurred_at, $5 event_id, $6 states. Keeps it, the one before it, and the one
 * that stands in for pruned events.
 */
export const insertCheckpoint = statement(
  'insert_checkpoint',
  v.unknown(),
  `WITH older AS (
  SELECT events FROM engine_checkpoints WHERE bot_name = $1 AND user_id = $2 ORDER BY events DESC OFFSET 1
), thinned AS (
  DELETE FROM engine_checkpoints AS k USING conversations AS c
  WHERE k.bot_name = $1 AND k.user_id = $2 AND k.events IN (SELECT events FROM older)
    AND c.bot_name = $1 AND c.user_id = $2 AND k.events <> c.pruned_events
)
INSERT INTO engine_checkpoints (bot_name, user_id, events, occurred_at, event_id, states)
VALUES ($1, $2, $3, $4, $5, $6::json)`,
);
