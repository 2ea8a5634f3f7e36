import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 conversation id, $2 seq after which to start, $3 last seq, $4 most rows. Events as they were posted; one row with
 * seq null after the last, and none when the conversation was erased.
 */
export const listExportedEvents = statement(
  'list_exported_events',
  v.object({
    pruned_events: v.number(),
    seq: v.nullable(v.number()),
    event_id: v.nullable(v.string()),
    kind: v.nullable(v.string()),
    occurred_at: v.nullable(v.date()),
    payload: v.unknown(),
  }),
  `SELECT c.pruned_events, e.seq, e.event_id, e.kind, e.occurred_at, e.payload
FROM conversations AS c
LEFT JOIN LATERAL (
  SELECT seq, event_id, kind, occurred_at, payload FROM events
  WHERE bot_name = c.bot_name AND user_id = c.user_id AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4
) AS e ON true
WHERE c.id = $1`,
);
