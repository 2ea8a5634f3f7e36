import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 states as [{bot_name, user_id, engine, version, seq}], and, a line each in the same order, $2 states, $3 hours (an empty
 * line for none); $4 annotations as [{bot_name, user_id, seq, analyzer_version, analysis, embedding_source, embedding}];
 * a line for each row of $5 memory_health, $6 personality_profiles, $7 conversation_patterns, $8 memory_behavior and
 * $9 engagement_opportunities; $10 how far the conversations are folded now, as [{id, folded_seq, head_occurred_at,
 * head_event_id, folded_at}]. All that refreshes computed about their conversations, each of which is there once and held.
 *
 * Lines, because JSON has no line breaks of its own: nothing is escaped, and each document is parsed once. Many
 * conversations at once, because starting the statement costs as much as writing several.
 */
export const writeRefresh = statement(
  'write_refresh',
  v.unknown(),
  `WITH annotated AS (
  INSERT INTO annotations (bot_name, user_id, seq, analyzer_version, analysis, embedding_source, embedding)
  SELECT g.bot_name, g.user_id, g.seq, g.analyzer_version, g.analysis, g.embedding_source, g.embedding
  FROM json_to_recordset($4::json) AS g (
    bot_name text, user_id text, seq bigint, analyzer_version integer, analysis jsonb, embedding_source text, embedding real[]
  )
  ON CONFLICT (bot_name, user_id, seq) DO NOTHING
), watermarks AS (
  UPDATE conversations AS c SET revision = c.revision + 1, folded_seq = g.folded_seq,
    head_occurred_at = g.head_occurred_at, head_event_id = g.head_event_id, folded_at = g.folded_at, rows_retired = false
  FROM json_to_recordset($10::json) AS g (
    id bigint, folded_seq bigint, head_occurred_at timestamptz, head_event_id text, folded_at timestamptz
  )
  WHERE c.id = g.id
), states AS (
  INSERT INTO engine_states (bot_name, user_id, engine, version, seq, state, hours)
  SELECT g.bot_name, g.user_id, g.engine, g.version, g.seq, g.state::json, nullif(g.hours, '')::json
  FROM ROWS FROM (
    json_to_recordset($1::json) AS (bot_name text, user_id text, engine text, version integer, seq bigint),
    string_to_table($2, E'\\n'), string_to_table($3, E'\\n')
  ) AS g (bot_name, user_id, engine, version, seq, state, hours)
  ON CONFLICT (bot_name, user_id, engine) DO UPDATE SET
    version = EXCLUDED.version, seq = EXCLUDED.seq, state = EXCLUDED.state, hours = EXCLUDED.hours
), memory_health AS (
  INSERT INTO strategic_memory_health (
    user_id, bot_name,
    memory_snapshot, avg_memory_age_hours, retrieval_frequency_trend, forgetting_risk_memories,
    engine_version, folded_seq, confidence, computed_at, expires_at, guidance
  )
  SELECT r.user_id, r.bot_name,
    r.memory_snapshot, r.avg_memory_age_hours, r.retrieval_frequency_trend, r.forgetting_risk_memories,
    r.engine_version, r.folded_seq, r.confidence, r.computed_at, r.expires_at, r.guidance
  FROM string_to_table($5, E'\\n') AS line, jsonb_populate_record(NULL::strategic_memory_health, line::jsonb) AS r
  ON CONFLICT (user_id, bot_name) DO UPDATE SET
    memory_snapshot = EXCLUDED.memory_snapshot, avg_memory_age_hours = EXCLUDED.avg_memory_age_hours,
    retrieval_frequency_trend = EXCLUDED.retrieval_frequency_trend,
    forgetting_risk_memories = EXCLUDED.forgetting_risk_memories, engine_version = EXCLUDED.engine_version,
    folded_seq = EXCLUDED.folded_seq, confidence = EXCLUDED.confidence, computed_at = EXCLUDED.computed_at,
    expires_at = EXCLUDED.expires_at, guidance = EXCLUDED.guidance
), personality_profiles AS (
  INSERT INTO strategic_personality_profiles (
    user_id, bot_name,
    dominant_traits, user_response_patterns, adaptation_suggestions, trait_evolution_history,
    engine_version, folded_seq, confidence, computed_at, expires_at, guidance
  )
  SELECT r.user_id, r.bot_name,
    r.dominant_traits, r.user_response_patterns, r.adaptation_suggestions, r.trait_evolution_history,
    r.engine_version, r.folded_seq, r.confidence, r.computed_at, r.expires_at, r.guidance
  FROM string_to_table($6, E'\\n') AS line, jsonb_populate_record(NULL::strategic_personality_profiles, line::jsonb) AS r
  ON CONFLICT (user_id, bot_name) DO UPDATE SET
    dominant_traits = EXCLUDED.dominant_traits, user_response_patterns = EXCLUDED.user_response_patterns,
    adaptation_suggestions = EXCLUDED.adaptation_suggestions,
    trait_evolution_history = EXCLUDED.trait_evolution_history, engine_version = EXCLUDED.engine_version,
    folded_seq = EXCLUDED.folded_seq, confidence = EXCLUDED.confidence, computed_at = EXCLUDED.computed_at,
    expires_at = EXCLUDED.expires_at, guidance = EXCLUDED.guidance
), conversation_patterns AS (
  INSERT INTO strategic_conversation_patterns (
    user_id, bot_name,
    recent_topics, avg_topic_duration_minutes, context_switch_frequency, predicted_switch_likelihood,
    topic_transition_graph, communication_style, preferred_depth, emotional_engagement, optimal_response_length,
    engine_version, folded_seq, confidence, computed_at, expires_at, guidance
  )
  SELECT r.user_id, r.bot_name,
    r.recent_topics, r.avg_topic_duration_minutes, r.context_switch_frequency, r.predicted_switch_likelihood,
    r.topic_transition_graph, r.communication_style, r.preferred_depth, r.emotional_engagement,
    r.optimal_response_length,
    r.engine_version, r.folded_seq, r.confidence, r.computed_at, r.expires_at, r.guidance
  FROM string_to_table($7, E'\\n') AS line, jsonb_populate_record(NULL::strategic_conversation_patterns, line::jsonb) AS r
  ON CONFLICT (user_id, bot_name) DO UPDATE SET
    recent_topics = EXCLUDED.recent_topics, avg_topic_duration_minutes = EXCLUDED.avg_topic_duration_minutes,
    context_switch_frequency = EXCLUDED.context_switch_frequency,
    predicted_switch_likelihood = EXCLUDED.predicted_switch_likelihood,
    topic_transition_graph = EXCLUDED.topic_transition_graph,
    communication_style = EXCLUDED.communication_style, preferred_depth = EXCLUDED.preferred_depth,
    emotional_engagement = EXCLUDED.emotional_engagement,
    optimal_response_length = EXCLUDED.optimal_response_length, engine_version = EXCLUDED.engine_version,
    folded_seq = EXCLUDED.folded_seq, confidence = EXCLUDED.confidence, computed_at = EXCLUDED.computed_at,
    expires_at = EXCLUDED.expires_at, guidance = EXCLUDED.guidance
), memory_behavior AS (
  INSERT INTO strategic_memory_behavior (
    user_id, bot_name,
    forgetting_curve_params, high_retention_memories, low_retention_memories, recall_simulation_score,
    engine_version, folded_seq, confidence, computed_at, expires_at, guidance
  )
  SELECT r.user_id, r.bot_name,
    r.forgetting_curve_params, r.high_retention_memories, r.low_retention_memories, r.recall_simulation_score,
    r.engine_version, r.folded_seq, r.confidence, r.computed_at, r.expires_at, r.guidance
  FROM string_to_table($8, E'\\n') AS line, jsonb_populate_record(NULL::strategic_memory_behavior, line::jsonb) AS r
  ON CONFLICT (user_id, bot_name) DO UPDATE SET
    forgetting_curve_params = EXCLUDED.forgetting_curve_params,
    high_retention_memories = EXCLUDED.high_retention_memories,
    low_retention_memories = EXCLUDED.low_retention_memories,
    recall_simulation_score = EXCLUDED.recall_simulation_score, engine_version = EXCLUDED.engine_version,
    folded_seq = EXCLUDED.folded_seq, confidence = EXCLUDED.confidence, computed_at = EXCLUDED.computed_at,
    expires_at = EXCLUDED.expires_at, guidance = EXCLUDED.guidance
), engagement_opportunities AS (
  INSERT INTO strategic_engagement_opportunities (
    user_id, bot_name,
    optimal_timing_hours, receptivity_score, suggested_topics, last_engagement_gap_hours,
    proactive_success_rate, best_windows, unresolved_topics, milestones, hold_off_until,
    engine_version, folded_seq, confidence, computed_at, expires_at, guidance
  )
  SELECT r.user_id, r.bot_name,
    r.optimal_timing_hours, r.receptivity_score, r.suggested_topics, r.last_engagement_gap_hours,
    r.proactive_success_rate, r.best_windows, r.unresolved_topics, r.milestones, r.hold_off_until,
    r.engine_version, r.folded_seq, r.confidence, r.computed_at, r.expires_at, r.guidance
  FROM string_to_table($9, E'\\n') AS line, jsonb_populate_record(NULL::strategic_engagement_opportunities, line::jsonb) AS r
  ON CONFLICT (user_id, bot_name) DO UPDATE SET
    optimal_timing_hours = EXCLUDED.optimal_timing_hours, receptivity_score = EXCLUDED.receptivity_score,
    suggested_topics = EXCLUDED.suggested_topics,
    last_engagement_gap_hours = EXCLUDED.last_engagement_gap_hours,
    proactive_success_rate = EXCLUDED.proactive_success_rate, best_windows = EXCLUDED.best_windows,
    unresolved_topics = EXCLUDED.unresolved_topics, milestones = EXCLUDED.milestones,
    hold_off_until = EXCLUDED.hold_off_until, engine_version = EXCLUDED.engine_version,
    folded_seq = EXCLUDED.folded_seq, confidence = EXCLUDED.confidence, computed_at = EXCLUDED.computed_at,
    expires_at = EXCLUDED.expires_at, guidance = EXCLUDED.guidance
)
SELECT`,
);
