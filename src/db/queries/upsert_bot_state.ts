import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 engine, $3 version, $4 state. */
export const upsertBotState = statement(
  'upsert_bot_state',
  v.unknown(),
  `INSERT INTO bot_states (bot_name, engine, version, state) VALUES ($1, $2, $3, $4::json)
ON CONFLICT (bot_name, engine) DO UPDATE SET version = EXCLUDED.version, state = EXCLUDED.state`,
);
