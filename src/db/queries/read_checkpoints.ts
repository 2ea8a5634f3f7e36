import * as v from 'valibot';
import { statement } from '../db.ts';

const StoredState = v.object({ engine: v.string(), version: v.number(), state: v.unknown() });

/** $1 bot_name, $2 user_id. The earliest first. */
export const readCheckpoints = statement(
  'read_checkpoints',
  v.object({ events: v.number(), occurred_at: v.date(), event_id: v.string(), states: v.array(StoredState) }),
  `SELECT events, occurred_at, event_id, states FROM engine_checkpoints
WHERE bot_name = $1 AND user_id = $2 ORDER BY events`,
);
