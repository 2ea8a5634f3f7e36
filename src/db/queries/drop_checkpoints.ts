import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id, $3 events. Those after it: a late event is not in them. */
export const dropCheckpoints = statement(
  'drop_checkpoints',
  v.unknown(),
  'DELETE FROM engine_checkpoints WHERE bot_name = $1 AND user_id = $2 AND events > $3',
);
