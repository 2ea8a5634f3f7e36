import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 shard, $3 version, $4 differences as [{metric, hour (start), n, sum, sum_squares}], numbers as decimal text.
 * Rows are locked in one order, so that two workers on one shard wait for each other instead of deadlocking.
 */
export const addScoreHours = statement(
  'add_score_hours',
  v.unknown(),
  `INSERT INTO score_hours (bot_name, metric, hour, shard, version, n, sum, sum_squares)
SELECT $1, g.metric, g.hour, $2, $3, g.n, g.sum, g.sum_squares
FROM jsonb_to_recordset($4::jsonb) AS g (metric text, hour timestamptz, n numeric, sum numeric, sum_squares numeric)
ORDER BY g.hour, g.metric
ON CONFLICT (bot_name, hour, metric, shard, version) DO UPDATE SET
  n = score_hours.n + EXCLUDED.n, sum = score_hours.sum + EXCLUDED.sum,
  sum_squares = score_hours.sum_squares + EXCLUDED.sum_squares`,
);
