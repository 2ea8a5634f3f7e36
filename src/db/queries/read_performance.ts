import * as v from 'valibot';
import { CACHE_ROW_COLUMNS } from '../cache_row.ts';
import { FOR_READERS, statement } from '../db.ts';

/** $1 bot_name. The performance rows of a bot, one each, and what tells whether they can be projected anew. */
export const readPerformance = statement(
  'read_performance',
  v.object({
    stale_since_ms: v.nullable(v.number()),
    performed_ms: v.nullable(v.number()),
    time_window_hours: v.nullable(v.number()),
    ...CACHE_ROW_COLUMNS,
  }),
  `SELECT date_part('epoch', b.stale_since) * 1000 AS stale_since_ms,
  date_part('epoch', b.performed_at) * 1000 AS performed_ms, cp.time_window_hours,
  cp.xmin::text AS version, cp.confidence, date_part('epoch', cp.computed_at) * 1000 AS computed_ms,
  date_part('epoch', cp.expires_at) * 1000 AS expires_ms,
  CASE WHEN cp.id IS NOT NULL THEN json_build_object(
    'time_window_hours', cp.time_window_hours, 'engagement_score_avg', cp.engagement_score_avg,
    'satisfaction_score_avg', cp.satisfaction_score_avg, 'coherence_score_avg', cp.coherence_score_avg,
    'personality_consistency_index', cp.personality_consistency_index, 'quality_trend', cp.quality_trend,
    'recent_anomalies', cp.recent_anomalies, 'metrics', cp.metrics
  )::text END AS data
FROM (SELECT $1::text AS bot_name) AS k
LEFT JOIN bots AS b ON b.bot_name = k.bot_name
LEFT JOIN strategic_character_performance AS cp ON cp.bot_name = k.bot_name`,
  FOR_READERS,
);
