-- Documents and vectors are never searched in: statistics on them cost ANALYZE more than all other columns together.
ALTER TABLE events ALTER COLUMN payload SET STATISTICS 0;
ALTER TABLE annotations ALTER COLUMN analysis SET STATISTICS 0, ALTER COLUMN embedding SET STATISTICS 0;
ALTER TABLE engine_states ALTER COLUMN state SET STATISTICS 0, ALTER COLUMN hours SET STATISTICS 0;
ALTER TABLE bot_states ALTER COLUMN state SET STATISTICS 0;
ALTER TABLE engine_checkpoints ALTER COLUMN states SET STATISTICS 0;
ALTER TABLE strategic_memory_health
  ALTER COLUMN memory_snapshot SET STATISTICS 0, ALTER COLUMN forgetting_risk_memories SET STATISTICS 0;
ALTER TABLE strategic_character_performance
  ALTER COLUMN recent_anomalies SET STATISTICS 0, ALTER COLUMN metrics SET STATISTICS 0;
ALTER TABLE strategic_personality_profiles
  ALTER COLUMN dominant_traits SET STATISTICS 0, ALTER COLUMN user_response_patterns SET STATISTICS 0,
  ALTER COLUMN adaptation_suggestions SET STATISTICS 0, ALTER COLUMN trait_evolution_history SET STATISTICS 0;
ALTER TABLE strategic_conversation_patterns
  ALTER COLUMN recent_topics SET STATISTICS 0, ALTER COLUMN topic_transition_graph SET STATISTICS 0,
  ALTER COLUMN communication_style SET STATISTICS 0, ALTER COLUMN emotional_engagement SET STATISTICS 0;
ALTER TABLE strategic_memory_behavior
  ALTER COLUMN forgetting_curve_params SET STATISTICS 0, ALTER COLUMN high_retention_memories SET STATISTICS 0,
  ALTER COLUMN low_retention_memories SET STATISTICS 0;
ALTER TABLE strategic_engagement_opportunities
  ALTER COLUMN optimal_timing_hours SET STATISTICS 0, ALTER COLUMN suggested_topics SET STATISTICS 0,
  ALTER COLUMN best_windows SET STATISTICS 0, ALTER COLUMN unresolved_topics SET STATISTICS 0,
  ALTER COLUMN milestones SET STATISTICS 0;

-- A change that leaves the key as it was is told once.
CREATE OR REPLACE FUNCTION notify_conversation_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('coldpath_row_changed', json_build_array(NEW.bot_name, NEW.user_id)::text);
  END IF;
  IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (OLD.bot_name, OLD.user_id) <> (NEW.bot_name, NEW.user_id) THEN
    PERFORM pg_notify('coldpath_row_changed', json_build_array(OLD.bot_name, OLD.user_id)::text);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION notify_bot_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('coldpath_row_changed', json_build_array(NEW.bot_name)::text);
  END IF;
  IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.bot_name <> NEW.bot_name THEN
    PERFORM pg_notify('coldpath_row_changed', json_build_array(OLD.bot_name)::text);
  END IF;
  RETURN NULL;
END
$$;
