import * as v from 'valibot';
import { FOR_READERS, statement } from '../db.ts';

/** $1 bot_name, $2 user_id. States that are folded up to the end of the log; none when the conversation is behind. */
export const readEngineStates = statement(
  'read_engine_states',
  v.object({ engine: v.string(), version: v.number(), state: v.unknown() }),
  `SELECT s.engine, s.version, s.state
FROM engine_states AS s
JOIN conversations AS c ON c.bot_name = s.bot_name AND c.user_id = s.user_id AND c.last_seq = s.seq
WHERE s.bot_name = $1 AND s.user_id = $2 AND s.engine <> 'character_performance'`,
  FOR_READERS,
);
