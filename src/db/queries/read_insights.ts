import * as v from 'valibot';
import { statement } from '../db.ts';

const Row = v.nullable(v.record(v.string(), v.unknown()));

/** $1 bot_name, $2 user_id, $3 window of the performance row in hours. The hot read: always one row. */
export const readInsights = statement(
  'read_insights',
  v.object({
    conversation_id: v.nullable(v.number()),
    last_seq: v.nullable(v.number()),
    folded_seq: v.nullable(v.number()),
    rows_retired: v.nullable(v.boolean()),
    last_user_message_at: v.nullable(v.date()),
    bot_stale_since: v.nullable(v.date()),
    bot_performed_at: v.nullable(v.date()),
    memory_health: Row,
    character_performance: Row,
    personality_profile: Row,
    conversation_patterns: Row,
    memory_behavior: Row,
    engagement_opportunities: Row,
  }),
  `SELECT c.id AS conversation_id, c.last_seq, c.folded_seq, c.rows_retired, c.last_user_message_at,
  b.stale_since AS bot_stale_since, b.performed_at AS bot_performed_at,
  row_to_json(mh) AS memory_health, row_to_json(cp) AS character_performance, row_to_json(pp) AS personality_profile,
  row_to_json(pt) AS conversation_patterns, row_to_json(mb) AS memory_behavior,
  row_to_json(eo) AS engagement_opportunities
FROM (SELECT $1::text AS bot_name, $2::text AS user_id) AS k
LEFT JOIN bots AS b ON b.bot_name = k.bot_name
LEFT JOIN conversations AS c ON c.bot_name = k.bot_name AND c.user_id = k.user_id
LEFT JOIN strategic_memory_health AS mh ON mh.user_id = k.user_id AND mh.bot_name = k.bot_name
LEFT JOIN strategic_character_performance AS cp ON cp.bot_name = k.bot_name AND cp.time_window_hours = $3
LEFT JOIN strategic_personality_profiles AS pp ON pp.user_id = k.user_id AND pp.bot_name = k.bot_name
LEFT JOIN strategic_conversation_patterns AS pt ON pt.user_id = k.user_id AND pt.bot_name = k.bot_name
LEFT JOIN strategic_memory_behavior AS mb ON mb.user_id = k.user_id AND mb.bot_name = k.bot_name
LEFT JOIN strategic_engagement_opportunities AS eo ON eo.user_id = k.user_id AND eo.bot_name = k.bot_name`,
);
