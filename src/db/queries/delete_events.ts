import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. The whole log of a conversation, with its annotations; returns how many events it had. */
export const deleteEvents = statement(
  'delete_events',
  v.object({ deleted: v.number() }),
  `WITH annotated AS (
  DELETE FROM annotations WHERE bot_name = $1 AND user_id = $2
), gone AS (
  DELETE FROM events WHERE bot_name = $1 AND user_id = $2 RETURNING seq
)
SELECT count(*) AS deleted FROM gone`,
);
