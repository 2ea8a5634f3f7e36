import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 time. The bot's sums of hours before it. Rows are locked in the order in which `add_score_hours` does,
 * so that a worker and this one wait for each other instead of deadlocking.
 */
export const deleteBotHours = statement(
  'delete_bot_hours',
  v.unknown(),
  `WITH old AS (
  SELECT bot_name, hour, metric, shard, version FROM score_hours
  WHERE bot_name = $1 AND hour < $2 ORDER BY hour, metric FOR UPDATE
)
DELETE FROM score_hours AS s USING old
WHERE s.bot_name = old.bot_name AND s.hour = old.hour AND s.metric = old.metric AND s.shard = old.shard
  AND s.version = old.version`,
);
