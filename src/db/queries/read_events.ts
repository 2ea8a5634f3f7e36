import { StoredEventSchema } from '../stored_event.ts';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id, $3 seqs. In any order. */
export const readEvents = statement(
  'read_events',
  StoredEventSchema,
  `SELECT e.seq, e.event_id, e.kind, e.occurred_at, e.payload, a.analysis, a.embedding_source, a.embedding
FROM events AS e
LEFT JOIN annotations AS a ON a.bot_name = e.bot_name AND a.user_id = e.user_id AND a.seq = e.seq
WHERE e.bot_name = $1 AND e.user_id = $2 AND e.seq = ANY ($3::bigint[])`,
);
