import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name, $2 number of templates, $3 first user, $4 one past the last. The cache rows of conversations, five tables. */
export const cloneRows = statement(
  'bench_clone_rows',
  v.unknown(),
  `WITH copies AS (
  SELECT $1::text AS bot_name, 'user-' || i % $2::integer AS user_id,
    jsonb_build_object('id', gen_random_uuid(), 'user_id', 'user-' || i) AS changed
  FROM generate_series($3::integer, $4::integer - 1) AS i
), memory_health AS (
  INSERT INTO strategic_memory_health
  SELECT copy.* FROM copies JOIN strategic_memory_health AS t USING (bot_name, user_id)
  CROSS JOIN LATERAL jsonb_populate_record(t, changed) AS copy
), personality_profiles AS (
  INSERT INTO strategic_personality_profiles
  SELECT copy.* FROM copies JOIN strategic_personality_profiles AS t USING (bot_name, user_id)
  CROSS JOIN LATERAL jsonb_populate_record(t, changed) AS copy
), conversation_patterns AS (
  INSERT INTO strategic_conversation_patterns
  SELECT copy.* FROM copies JOIN strategic_conversation_patterns AS t USING (bot_name, user_id)
  CROSS JOIN LATERAL jsonb_populate_record(t, changed) AS copy
), memory_behavior AS (
  INSERT INTO strategic_memory_behavior
  SELECT copy.* FROM copies JOIN strategic_memory_behavior AS t USING (bot_name, user_id)
  CROSS JOIN LATERAL jsonb_populate_record(t, changed) AS copy
), engagement_opportunities AS (
  INSERT INTO strategic_engagement_opportunities
  SELECT copy.* FROM copies JOIN strategic_engagement_opportunities AS t USING (bot_name, user_id)
  CROSS JOIN LATERAL jsonb_populate_record(t, changed) AS copy
)
SELECT`,
);
