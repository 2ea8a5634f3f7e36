import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id, $3 seq, $4 engines, $5 versions, $6 states, $7 hours: JSON text, in the same order. */
export const upsertEngineStates = statement(
  'upsert_engine_states',
  v.unknown(),
  `INSERT INTO engine_states (bot_name, user_id, engine, version, seq, state, hours)
SELECT $1, $2, g.engine, g.version, $3, g.state, g.hours
FROM unnest($4::text[], $5::integer[], $6::json[], $7::json[]) AS g (engine, version, state, hours)
ON CONFLICT (bot_name, user_id, engine) DO UPDATE SET
  version = EXCLUDED.version, seq = EXCLUDED.seq, state = EXCLUDED.state, hours = EXCLUDED.hours`,
);
