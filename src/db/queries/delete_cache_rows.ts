import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. The conversation's rows of the cache tables; returns how many there were. */
export const deleteCacheRows = statement(
  'delete_cache_rows',
  v.object({ deleted: v.number() }),
  `WITH mh AS (
  DELETE FROM strategic_memory_health WHERE user_id = $2 AND bot_name = $1 RETURNING id
), pp AS (
  DELETE FROM strategic_personality_profiles WHERE user_id = $2 AND bot_name = $1 RETURNING id
), pt AS (
  DELETE FROM strategic_conversation_patterns WHERE user_id = $2 AND bot_name = $1 RETURNING id
), mb AS (
  DELETE FROM strategic_memory_behavior WHERE user_id = $2 AND bot_name = $1 RETURNING id
), eo AS (
  DELETE FROM strategic_engagement_opportunities WHERE user_id = $2 AND bot_name = $1 RETURNING id
)
SELECT (SELECT count(*) FROM mh) + (SELECT count(*) FROM pp) + (SELECT count(*) FROM pt) + (SELECT count(*) FROM mb)
  + (SELECT count(*) FROM eo) AS deleted`,
);
