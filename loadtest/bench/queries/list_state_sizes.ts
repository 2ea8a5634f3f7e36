import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name, $2 user_id. Bytes of each engine's state. */
export const listStateSizes = statement(
  'bench_list_state_sizes',
  v.object({ engine: v.string(), bytes: v.number() }),
  `SELECT engine, octet_length(state::text) AS bytes FROM engine_states
WHERE bot_name = $1 AND user_id = $2 ORDER BY engine`,
);
