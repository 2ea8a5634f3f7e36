import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 row with its guidance, $3 computed_at, $4 expires_at. The row of one window. */
export const upsertPerformanceRow = statement(
  'upsert_performance_row',
  v.unknown(),
  `INSERT INTO strategic_character_performance (
  bot_name, time_window_hours,
  engagement_score_avg, satisfaction_score_avg, coherence_score_avg, personality_consistency_index,
  quality_trend, recent_anomalies, metrics,
  engine_version, confidence, computed_at, expires_at, guidance
)
SELECT $1, r.time_window_hours,
  r.engagement_score_avg, r.satisfaction_score_avg, r.coherence_score_avg, r.personality_consistency_index,
  r.quality_trend, r.recent_anomalies, r.metrics,
  r.engine_version, r.confidence, $3, $4, r.guidance
FROM jsonb_populate_record(NULL::strategic_character_performance, $2::jsonb) AS r
ON CONFLICT (bot_name, time_window_hours) DO UPDATE SET
  engagement_score_avg = EXCLUDED.engagement_score_avg,
  satisfaction_score_avg = EXCLUDED.satisfaction_score_avg, coherence_score_avg = EXCLUDED.coherence_score_avg,
  personality_consistency_index = EXCLUDED.personality_consistency_index,
  quality_trend = EXCLUDED.quality_trend, recent_anomalies = EXCLUDED.recent_anomalies,
  metrics = EXCLUDED.metrics, engine_version = EXCLUDED.engine_version, confidence = EXCLUDED.confidence,
  computed_at = EXCLUDED.computed_at, expires_at = EXCLUDED.expires_at,
  guidance = EXCLUDED.guidance`,
);
