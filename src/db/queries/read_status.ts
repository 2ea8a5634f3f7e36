import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. */
export const readStatus = statement(
  'read_status',
  v.object({
    last_seq: v.number(),
    folded_seq: v.number(),
    last_event_at: v.nullable(v.date()),
    folded_at: v.nullable(v.date()),
    engines: v.array(v.object({ engine: v.string(), version: v.number(), seq: v.number(), bytes: v.number() })),
  }),
  `SELECT c.last_seq, c.folded_seq, c.last_event_at, c.folded_at,
  coalesce((
    SELECT json_agg(json_build_object('engine', s.engine, 'version', s.version, 'seq', s.seq,
      'bytes', octet_length(s.state::text)) ORDER BY s.engine)
    FROM engine_states AS s WHERE s.bot_name = c.bot_name AND s.user_id = c.user_id
  ), '[]') AS engines
FROM conversations AS c WHERE c.bot_name = $1 AND c.user_id = $2`,
);
