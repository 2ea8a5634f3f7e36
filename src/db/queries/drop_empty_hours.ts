import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 shard, $3 version, $4 differences as `add_score_hours` took them in the same transaction. Those of the
 * rows in which nothing is left.
 */
export const dropEmptyHours = statement(
  'drop_empty_hours',
  v.unknown(),
  `DELETE FROM score_hours AS s
USING jsonb_to_recordset($4::jsonb) AS g (metric text, hour timestamptz)
WHERE s.bot_name = $1 AND s.hour = g.hour AND s.metric = g.metric AND s.shard = $2 AND s.version = $3 AND s.n = 0`,
);
