import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id, $3 seq, $4 states as [{engine, version, state}]. */
export const upsertEngineStates = statement(
  'upsert_engine_states',
  v.unknown(),
  `INSERT INTO engine_states (bot_name, user_id, engine, version, seq, state)
SELECT $1, $2, g.engine, g.version, $3, g.state
FROM json_to_recordset($4::json) AS g (engine text, version integer, state json)
ON CONFLICT (bot_name, user_id, engine) DO UPDATE SET
  version = EXCLUDED.version, seq = EXCLUDED.seq, state = EXCLUDED.state`,
);
