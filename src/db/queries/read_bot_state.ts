import * as v from 'valibot';
import { FOR_READERS, statement } from '../db.ts';

/** $1 bot_name, $2 engine, $3 version. */
export const readBotState = statement(
  'read_bot_state',
  v.object({ state: v.unknown() }),
  'SELECT state FROM bot_states WHERE bot_name = $1 AND engine = $2 AND version = $3',
  FOR_READERS,
);
