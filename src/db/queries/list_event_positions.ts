import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id, $3 seq after which to start, $4 last seq. Where each event stands in folding order. */
export const listEventPositions = statement(
  'list_event_positions',
  v.object({ seq: v.number(), event_id: v.string(), occurred_at: v.date() }),
  `SELECT seq, event_id, occurred_at FROM events
WHERE bot_name = $1 AND user_id = $2 AND seq > $3 AND seq <= $4`,
);
