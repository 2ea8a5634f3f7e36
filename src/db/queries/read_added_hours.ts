import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. What the conversation has added to its bot's hours, and under which version. */
export const readAddedHours = statement(
  'read_added_hours',
  v.object({ engine: v.string(), version: v.number(), state: v.unknown(), hours: v.unknown() }),
  `SELECT engine, version, NULL AS state, hours FROM engine_states
WHERE bot_name = $1 AND user_id = $2 AND engine = 'character_performance'`,
);
