import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/**
 * $1 bot_name, $2 user_ids. Lets the rows of these conversations have expired an hour ago, in all five tables, with what
 * they tell, as rows do that nobody refreshed.
 */
export const expireRows = statement(
  'bench_expire_rows',
  v.unknown(),
  `WITH moment AS (
  SELECT computed, computed + interval '1 hour' AS expired,
    jsonb_build_object('at', (date_part('epoch', computed) * 1000)::bigint) AS moved
  FROM date_trunc('milliseconds', now() - interval '2 hours') AS computed
), memory_health AS (
  UPDATE strategic_memory_health SET computed_at = computed, expires_at = expired, guidance = guidance || moved
  FROM moment
  WHERE bot_name = $1 AND user_id = ANY ($2::text[])
), personality_profiles AS (
  UPDATE strategic_personality_profiles SET computed_at = computed, expires_at = expired, guidance = guidance || moved
  FROM moment
  WHERE bot_name = $1 AND user_id = ANY ($2::text[])
), conversation_patterns AS (
  UPDATE strategic_conversation_patterns SET computed_at = computed, expires_at = expired, guidance = guidance || moved
  FROM moment
  WHERE bot_name = $1 AND user_id = ANY ($2::text[])
), memory_behavior AS (
  UPDATE strategic_memory_behavior SET computed_at = computed, expires_at = expired, guidance = guidance || moved
  FROM moment
  WHERE bot_name = $1 AND user_id = ANY ($2::text[])
)
UPDATE strategic_engagement_opportunities SET computed_at = computed, expires_at = expired, guidance = guidance || moved
FROM moment
WHERE bot_name = $1 AND user_id = ANY ($2::text[])`,
);
