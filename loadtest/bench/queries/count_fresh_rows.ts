import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name, $2 now. Unexpired cache rows that know the whole log of their conversation, of all five tables. */
export const countFreshRows = statement(
  'bench_count_fresh_rows',
  v.object({ fresh: v.number() }),
  `SELECT /* bench */ count(*) AS fresh FROM (
  SELECT bot_name, user_id, folded_seq, expires_at FROM strategic_memory_health
  UNION ALL SELECT bot_name, user_id, folded_seq, expires_at FROM strategic_personality_profiles
  UNION ALL SELECT bot_name, user_id, folded_seq, expires_at FROM strategic_conversation_patterns
  UNION ALL SELECT bot_name, user_id, folded_seq, expires_at FROM strategic_memory_behavior
  UNION ALL SELECT bot_name, user_id, folded_seq, expires_at FROM strategic_engagement_opportunities
) AS r
JOIN conversations AS c USING (bot_name, user_id)
WHERE bot_name = $1 AND r.folded_seq = c.last_seq AND r.expires_at > $2`,
);
