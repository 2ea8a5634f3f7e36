import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. The conversation's rows by table, as JSON; a table without one is null. */
export const readCacheRows = statement(
  'read_cache_rows',
  v.record(v.string(), v.nullable(v.record(v.string(), v.unknown()))),
  `SELECT row_to_json(mh) AS strategic_memory_health, row_to_json(pp) AS strategic_personality_profiles,
  row_to_json(pt) AS strategic_conversation_patterns, row_to_json(mb) AS strategic_memory_behavior,
  row_to_json(eo) AS strategic_engagement_opportunities
FROM (SELECT $1::text AS bot_name, $2::text AS user_id) AS k
LEFT JOIN strategic_memory_health AS mh ON mh.user_id = k.user_id AND mh.bot_name = k.bot_name
LEFT JOIN strategic_personality_profiles AS pp ON pp.user_id = k.user_id AND pp.bot_name = k.bot_name
LEFT JOIN strategic_conversation_patterns AS pt ON pt.user_id = k.user_id AND pt.bot_name = k.bot_name
LEFT JOIN strategic_memory_behavior AS mb ON mb.user_id = k.user_id AND mb.bot_name = k.bot_name
LEFT JOIN strategic_engagement_opportunities AS eo ON eo.user_id = k.user_id AND eo.bot_name = k.bot_name`,
);
