import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 differences as [{bot_name, shard, version, metric, hour (start), n, sum, sum_squares}], numbers as decimal text; equal
 * keys are added up. Rows are locked in one order, so that two workers wait for each other instead of deadlocking.
 */
export const addScoreHours = statement(
  'add_score_hours',
  v.unknown(),
  `INSERT INTO score_hours (bot_name, metric, hour, shard, version, n, sum, sum_squares)
SELECT g.bot_name, g.metric, g.hour, g.shard, g.version, sum(g.n), sum(g.sum), sum(g.sum_squares)
FROM json_to_recordset($1::json) AS g (
  bot_name text, shard smallint, version integer, metric text, hour timestamptz, n numeric, sum numeric, sum_squares numeric
)
GROUP BY g.bot_name, g.hour, g.metric, g.shard, g.version
ORDER BY g.bot_name, g.hour, g.metric, g.shard, g.version
ON CONFLICT (bot_name, hour, metric, shard, version) DO UPDATE SET
  n = score_hours.n + EXCLUDED.n, sum = score_hours.sum + EXCLUDED.sum,
  sum_squares = score_hours.sum_squares + EXCLUDED.sum_squares`,
);
