import * as v from 'valibot';
import { FOR_READERS, statement } from '../db.ts';

/**
 * $1 conversations as [{asked, bot_name, user_id, now}], now in epoch ms, $2 time_window_hours: all that reads take, one
 * index lookup a table for each. (Postgres takes a JSON array for as long whatever is in it; of an SQL array it would
 * know the length, think a plan for that length better than the prepared one, and plan anew each time.) It comes as one
 * text of parts that a unit separator divides (JSON holds none: it escapes control characters), because a driver's work
 * grows with the columns and not with their length. First a JSON array: seven values of the conversation and its bot,
 * then five of each cache row; then the insight columns of each row as JSON, empty without a row; then, empty unless
 * they are wanted, the engine states as a JSON object by engine and version. They are wanted when a row of the
 * conversation has expired by `now`, or was retired, and nothing is unfolded: the rows are then projected anew.
 */
export const readInsights = statement(
  'read_insights',
  v.object({ asked: v.number(), insights: v.string() }),
  String.raw`SELECT k.asked, (SELECT concat_ws(E'\x1f', json_build_array(
  c.id, c.last_seq, c.folded_seq, c.rows_retired, date_part('epoch', c.last_user_message_at) * 1000,
  date_part('epoch', b.stale_since) * 1000, date_part('epoch', b.performed_at) * 1000,
  mh.xmin::text, mh.confidence, date_part('epoch', mh.computed_at) * 1000, date_part('epoch', mh.expires_at) * 1000,
  mh.guidance,
  cp.xmin::text, cp.confidence, date_part('epoch', cp.computed_at) * 1000, date_part('epoch', cp.expires_at) * 1000,
  cp.guidance,
  pp.xmin::text, pp.confidence, date_part('epoch', pp.computed_at) * 1000, date_part('epoch', pp.expires_at) * 1000,
  pp.guidance,
  pt.xmin::text, pt.confidence, date_part('epoch', pt.computed_at) * 1000, date_part('epoch', pt.expires_at) * 1000,
  pt.guidance,
  mb.xmin::text, mb.confidence, date_part('epoch', mb.computed_at) * 1000, date_part('epoch', mb.expires_at) * 1000,
  mb.guidance,
  eo.xmin::text, eo.confidence, date_part('epoch', eo.computed_at) * 1000, date_part('epoch', eo.expires_at) * 1000,
  eo.guidance
)::text,
  CASE WHEN mh.id IS NULL THEN '' ELSE json_build_object(
    'memory_snapshot', mh.memory_snapshot, 'avg_memory_age_hours', mh.avg_memory_age_hours,
    'retrieval_frequency_trend', mh.retrieval_frequency_trend,
    'forgetting_risk_memories', mh.forgetting_risk_memories
  )::text END,
  CASE WHEN cp.id IS NULL THEN '' ELSE json_build_object(
    'time_window_hours', cp.time_window_hours, 'engagement_score_avg', cp.engagement_score_avg,
    'satisfaction_score_avg', cp.satisfaction_score_avg, 'coherence_score_avg', cp.coherence_score_avg,
    'personality_consistency_index', cp.personality_consistency_index, 'quality_trend', cp.quality_trend,
    'recent_anomalies', cp.recent_anomalies, 'metrics', cp.metrics
  )::text END,
  CASE WHEN pp.id IS NULL THEN '' ELSE json_build_object(
    'dominant_traits', pp.dominant_traits, 'user_response_patterns', pp.user_response_patterns,
    'adaptation_suggestions', pp.adaptation_suggestions, 'trait_evolution_history', pp.trait_evolution_history
  )::text END,
  CASE WHEN pt.id IS NULL THEN '' ELSE json_build_object(
    'recent_topics', pt.recent_topics, 'avg_topic_duration_minutes', pt.avg_topic_duration_minutes,
    'context_switch_frequency', pt.context_switch_frequency,
    'predicted_switch_likelihood', pt.predicted_switch_likelihood,
    'topic_transition_graph', pt.topic_transition_graph, 'communication_style', pt.communication_style,
    'preferred_depth', pt.preferred_depth, 'emotional_engagement', pt.emotional_engagement,
    'optimal_response_length', pt.optimal_response_length
  )::text END,
  CASE WHEN mb.id IS NULL THEN '' ELSE json_build_object(
    'forgetting_curve_params', mb.forgetting_curve_params, 'high_retention_memories', mb.high_retention_memories,
    'low_retention_memories', mb.low_retention_memories, 'recall_simulation_score', mb.recall_simulation_score
  )::text END,
  CASE WHEN eo.id IS NULL THEN '' ELSE json_build_object(
    'optimal_timing_hours', eo.optimal_timing_hours, 'receptivity_score', eo.receptivity_score,
    'suggested_topics', eo.suggested_topics, 'last_engagement_gap_hours', eo.last_engagement_gap_hours,
    'proactive_success_rate', eo.proactive_success_rate, 'best_windows', eo.best_windows,
    'unresolved_topics', eo.unresolved_topics, 'milestones', eo.milestones,
    'hold_off_until', CASE WHEN isfinite(eo.hold_off_until)
      THEN to_char(eo.hold_off_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ELSE eo.hold_off_until::text END
  )::text END,
  CASE WHEN c.last_seq = c.folded_seq AND (
    date_part('epoch', least(mh.expires_at, pp.expires_at, pt.expires_at, mb.expires_at, eo.expires_at)) * 1000 < k.now + 1
    OR c.rows_retired AND (mh.id IS NULL OR pp.id IS NULL OR pt.id IS NULL OR mb.id IS NULL OR eo.id IS NULL)
  ) THEN (
    SELECT json_object_agg(s.engine || ' ' || s.version, s.state)::text FROM engine_states AS s
    WHERE s.bot_name = k.bot_name AND s.user_id = k.user_id AND s.seq = c.last_seq
      AND s.engine <> 'character_performance'
  ) ELSE '' END
)
FROM (SELECT) AS one
LEFT JOIN bots AS b ON b.bot_name = k.bot_name
LEFT JOIN conversations AS c ON c.bot_name = k.bot_name AND c.user_id = k.user_id
LEFT JOIN strategic_memory_health AS mh ON mh.user_id = k.user_id AND mh.bot_name = k.bot_name
LEFT JOIN strategic_character_performance AS cp ON cp.bot_name = k.bot_name AND cp.time_window_hours = $2
LEFT JOIN strategic_personality_profiles AS pp ON pp.user_id = k.user_id AND pp.bot_name = k.bot_name
LEFT JOIN strategic_conversation_patterns AS pt ON pt.user_id = k.user_id AND pt.bot_name = k.bot_name
LEFT JOIN strategic_memory_behavior AS mb ON mb.user_id = k.user_id AND mb.bot_name = k.bot_name
LEFT JOIN strategic_engagement_opportunities AS eo ON eo.user_id = k.user_id AND eo.bot_name = k.bot_name
) AS insights
FROM json_to_recordset($1::json) AS k (asked integer, bot_name text, user_id text, now double precision)`,
  FOR_READERS,
);
