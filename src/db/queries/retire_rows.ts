import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 time, $2 most conversations. Deletes the rows of conversations that were last active and last refreshed before it,
 * and marks them, so that a read still projects their states. Returns how many conversations it were.
 */
export const retireRows = statement(
  'retire_rows',
  v.object({ retired: v.number() }),
  `WITH idle AS (
  UPDATE conversations SET rows_retired = true
  WHERE id IN (
    SELECT id FROM conversations
    WHERE NOT rows_retired AND folded_seq = last_seq AND last_event_at < $1 AND folded_at < $1 LIMIT $2
    FOR UPDATE SKIP LOCKED
  )
  RETURNING bot_name, user_id
), mh AS (
  DELETE FROM strategic_memory_health AS t USING idle
  WHERE t.user_id = idle.user_id AND t.bot_name = idle.bot_name AND t.expires_at < $1
), pp AS (
  DELETE FROM strategic_personality_profiles AS t USING idle
  WHERE t.user_id = idle.user_id AND t.bot_name = idle.bot_name AND t.expires_at < $1
), pt AS (
  DELETE FROM strategic_conversation_patterns AS t USING idle
  WHERE t.user_id = idle.user_id AND t.bot_name = idle.bot_name AND t.expires_at < $1
), mb AS (
  DELETE FROM strategic_memory_behavior AS t USING idle
  WHERE t.user_id = idle.user_id AND t.bot_name = idle.bot_name AND t.expires_at < $1
), eo AS (
  DELETE FROM strategic_engagement_opportunities AS t USING idle
  WHERE t.user_id = idle.user_id AND t.bot_name = idle.bot_name AND t.expires_at < $1
)
SELECT count(*) AS retired FROM idle`,
);
