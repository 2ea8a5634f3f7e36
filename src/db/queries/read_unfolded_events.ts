import { AskedEventSchema } from '../stored_event.ts';
import { statement } from '../db.ts';

/** $1 what is asked for as [{asked (a number), bot_name, user_id, folded_seq, last_seq}]. Of each in the order of arrival. */
export const readUnfoldedEvents = statement(
  'read_unfolded_events',
  AskedEventSchema,
  `SELECT c.asked, e.seq, e.event_id, e.kind, e.occurred_at, e.payload, a.analysis, a.embedding_source,
  a.embedding
FROM json_to_recordset($1::json) AS c (asked integer, bot_name text, user_id text, folded_seq bigint, last_seq bigint)
CROSS JOIN LATERAL (
  SELECT * FROM events WHERE bot_name = c.bot_name AND user_id = c.user_id AND seq > c.folded_seq AND seq <= c.last_seq
  ORDER BY seq
) AS e
LEFT JOIN annotations AS a ON a.bot_name = e.bot_name AND a.user_id = e.user_id AND a.seq = e.seq`,
);
