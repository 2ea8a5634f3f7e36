-- The six cache tables. A bot may read them with plain SQL; an INSERT that names only the columns from user_id to
-- the last insight column works, because all others have defaults.

CREATE TABLE strategic_memory_health (
  id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  user_id text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 256),
  bot_name text NOT NULL CHECK (length(bot_name) BETWEEN 1 AND 256),
  memory_snapshot jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(memory_snapshot) = 'object'),
  avg_memory_age_hours double precision CHECK (avg_memory_age_hours >= 0 AND avg_memory_age_hours < 'Infinity'),
  retrieval_frequency_trend text NOT NULL DEFAULT 'stable' CHECK (retrieval_frequency_trend IN ('increasing', 'stable', 'declining')),
  forgetting_risk_memories jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(forgetting_risk_memories) = 'array'),
  engine_version integer NOT NULL DEFAULT 0 CHECK (engine_version >= 0),
  folded_seq bigint NOT NULL DEFAULT 0 CHECK (folded_seq >= 0),
  confidence double precision NOT NULL DEFAULT 0 CHECK (confidence BETWEEN 0 AND 1),
  computed_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '300 seconds',
  UNIQUE (user_id, bot_name)
);
CREATE INDEX strategic_memory_health_expires_at_idx ON strategic_memory_health (expires_at);
COMMENT ON TABLE strategic_memory_health IS 'How well the memories of a conversation are held, by memory_aging';
COMMENT ON COLUMN strategic_memory_health.id IS 'Row identifier';
COMMENT ON COLUMN strategic_memory_health.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN strategic_memory_health.bot_name IS 'The bot';
COMMENT ON COLUMN strategic_memory_health.memory_snapshot IS 'What is known, and the 20 memories best held, stored ones first: {total, dropped, memories [{memory_id, source, label, created_at, last_recalled_at, recall_count, retrievability, stability_days}]}';
COMMENT ON COLUMN strategic_memory_health.avg_memory_age_hours IS 'Mean age of the known memories at computed_at, in hours; null without memories';
COMMENT ON COLUMN strategic_memory_health.retrieval_frequency_trend IS 'Whether recalls come more or less often than before, where a test on the rates says so';
COMMENT ON COLUMN strategic_memory_health.forgetting_risk_memories IS 'Memories whose retrievability fell below the threshold, the most important first, at most 20';
COMMENT ON COLUMN strategic_memory_health.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';
COMMENT ON COLUMN strategic_memory_health.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';
COMMENT ON COLUMN strategic_memory_health.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';
COMMENT ON COLUMN strategic_memory_health.computed_at IS 'When the row was computed';
COMMENT ON COLUMN strategic_memory_health.expires_at IS 'Until when the row counts as fresh';

CREATE TABLE strategic_character_performance (
  id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  bot_name text NOT NULL CHECK (length(bot_name) BETWEEN 1 AND 256),
  time_window_hours integer NOT NULL CHECK (time_window_hours > 0),
  engagement_score_avg double precision CHECK (engagement_score_avg BETWEEN 0 AND 1),
  satisfaction_score_avg double precision CHECK (satisfaction_score_avg BETWEEN 0 AND 1),
  coherence_score_avg double precision CHECK (coherence_score_avg BETWEEN 0 AND 1),
  personality_consistency_index double precision CHECK (personality_consistency_index BETWEEN 0 AND 1),
  quality_trend text NOT NULL DEFAULT 'stable' CHECK (quality_trend IN ('improving', 'stable', 'declining')),
  recent_anomalies jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(recent_anomalies) = 'array'),
  metrics jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(metrics) = 'array'),
  engine_version integer NOT NULL DEFAULT 0 CHECK (engine_version >= 0),
  folded_seq bigint NOT NULL DEFAULT 0 CHECK (folded_seq >= 0),
  confidence double precision NOT NULL DEFAULT 0 CHECK (confidence BETWEEN 0 AND 1),
  computed_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '300 seconds',
  UNIQUE (bot_name, time_window_hours)
);
CREATE INDEX strategic_character_performance_expires_at_idx ON strategic_character_performance (expires_at);
COMMENT ON TABLE strategic_character_performance IS 'How well a bot does with all its users, by character_performance';
COMMENT ON COLUMN strategic_character_performance.id IS 'Row identifier';
COMMENT ON COLUMN strategic_character_performance.bot_name IS 'The bot';
COMMENT ON COLUMN strategic_character_performance.time_window_hours IS 'Length of the window that ends at computed_at, in hours: 24, 168 or 720';
COMMENT ON COLUMN strategic_character_performance.engagement_score_avg IS 'Mean engagement, 0 to 1; from score events, else from reply and return rates; null when nothing can be said';
COMMENT ON COLUMN strategic_character_performance.satisfaction_score_avg IS 'Mean satisfaction, 0 to 1; from score events, else from the users'' sentiment; null when nothing can be said';
COMMENT ON COLUMN strategic_character_performance.coherence_score_avg IS 'Mean coherence, 0 to 1; from score events only';
COMMENT ON COLUMN strategic_character_performance.personality_consistency_index IS 'How much the bot writes like itself, 0 to 1, by Burrows'' Delta; null when it has not said enough';
COMMENT ON COLUMN strategic_character_performance.quality_trend IS 'Mann-Kendall trend of the quality series';
COMMENT ON COLUMN strategic_character_performance.recent_anomalies IS 'Change points in the hourly series: [{at, metric, size, direction}]';
COMMENT ON COLUMN strategic_character_performance.metrics IS 'Each metric over the window: [{metric, source, unit, n, mean, slope_per_day, p_value}]';
COMMENT ON COLUMN strategic_character_performance.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';
COMMENT ON COLUMN strategic_character_performance.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';
COMMENT ON COLUMN strategic_character_performance.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';
COMMENT ON COLUMN strategic_character_performance.computed_at IS 'When the row was computed';
COMMENT ON COLUMN strategic_character_performance.expires_at IS 'Until when the row counts as fresh';

CREATE TABLE strategic_personality_profiles (
  id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  user_id text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 256),
  bot_name text NOT NULL CHECK (length(bot_name) BETWEEN 1 AND 256),
  dominant_traits jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(dominant_traits) = 'array'),
  user_response_patterns jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(user_response_patterns) = 'object'),
  adaptation_suggestions jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(adaptation_suggestions) = 'array'),
  trait_evolution_history jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(trait_evolution_history) = 'array'),
  engine_version integer NOT NULL DEFAULT 0 CHECK (engine_version >= 0),
  folded_seq bigint NOT NULL DEFAULT 0 CHECK (folded_seq >= 0),
  confidence double precision NOT NULL DEFAULT 0 CHECK (confidence BETWEEN 0 AND 1),
  computed_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '300 seconds',
  UNIQUE (user_id, bot_name)
);
CREATE INDEX strategic_personality_profiles_expires_at_idx ON strategic_personality_profiles (expires_at);
COMMENT ON TABLE strategic_personality_profiles IS 'Which sides of the bot a user answers to, by personality_profile';
COMMENT ON COLUMN strategic_personality_profiles.id IS 'Row identifier';
COMMENT ON COLUMN strategic_personality_profiles.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN strategic_personality_profiles.bot_name IS 'The bot';
COMMENT ON COLUMN strategic_personality_profiles.dominant_traits IS '[{trait, frequency, effectiveness, source, n}], the most frequent first';
COMMENT ON COLUMN strategic_personality_profiles.user_response_patterns IS 'How this user answers: {reply_rate, median_reply_words, median_reply_latency_seconds, mean_reply_sentiment, turns}';
COMMENT ON COLUMN strategic_personality_profiles.adaptation_suggestions IS '[{trait, action, effect, effect_low, effect_high}], only where the interval excludes 0';
COMMENT ON COLUMN strategic_personality_profiles.trait_evolution_history IS '[{date, messages, traits}] for the last 30 days, oldest first';
COMMENT ON COLUMN strategic_personality_profiles.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';
COMMENT ON COLUMN strategic_personality_profiles.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';
COMMENT ON COLUMN strategic_personality_profiles.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';
COMMENT ON COLUMN strategic_personality_profiles.computed_at IS 'When the row was computed';
COMMENT ON COLUMN strategic_personality_profiles.expires_at IS 'Until when the row counts as fresh';

CREATE TABLE strategic_conversation_patterns (
  id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  user_id text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 256),
  bot_name text NOT NULL CHECK (length(bot_name) BETWEEN 1 AND 256),
  recent_topics jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(recent_topics) = 'array'),
  avg_topic_duration_minutes double precision CHECK (avg_topic_duration_minutes >= 0 AND avg_topic_duration_minutes < 'Infinity'),
  context_switch_frequency double precision CHECK (context_switch_frequency >= 0 AND context_switch_frequency < 'Infinity'),
  predicted_switch_likelihood double precision CHECK (predicted_switch_likelihood BETWEEN 0 AND 1),
  topic_transition_graph jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(topic_transition_graph) = 'object'),
  communication_style jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(communication_style) = 'object'),
  preferred_depth text CHECK (preferred_depth IN ('brief', 'moderate', 'deep')),
  emotional_engagement jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(emotional_engagement) = 'object'),
  optimal_response_length double precision CHECK (optimal_response_length > 0 AND optimal_response_length < 'Infinity'),
  engine_version integer NOT NULL DEFAULT 0 CHECK (engine_version >= 0),
  folded_seq bigint NOT NULL DEFAULT 0 CHECK (folded_seq >= 0),
  confidence double precision NOT NULL DEFAULT 0 CHECK (confidence BETWEEN 0 AND 1),
  computed_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '300 seconds',
  UNIQUE (user_id, bot_name)
);
CREATE INDEX strategic_conversation_patterns_expires_at_idx ON strategic_conversation_patterns (expires_at);
COMMENT ON TABLE strategic_conversation_patterns IS 'What a conversation is about and how the user talks, by context_switch and conversation_pattern';
COMMENT ON COLUMN strategic_conversation_patterns.id IS 'Row identifier';
COMMENT ON COLUMN strategic_conversation_patterns.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN strategic_conversation_patterns.bot_name IS 'The bot';
COMMENT ON COLUMN strategic_conversation_patterns.recent_topics IS '[{topic, start_time, end_time, messages}], newest last, at most 20; end_time is null while a topic goes on';
COMMENT ON COLUMN strategic_conversation_patterns.avg_topic_duration_minutes IS 'Mean length of a topic, in minutes';
COMMENT ON COLUMN strategic_conversation_patterns.context_switch_frequency IS 'Topic switches per hour of talk';
COMMENT ON COLUMN strategic_conversation_patterns.predicted_switch_likelihood IS 'Chance that the next message opens another topic, 0 to 1';
COMMENT ON COLUMN strategic_conversation_patterns.topic_transition_graph IS '{nodes [{topic, visits}], edges [{from, to, count}]}';
COMMENT ON COLUMN strategic_conversation_patterns.communication_style IS 'The user''s style: formality, verbosity, questions, rhythm, each as mean and standard error';
COMMENT ON COLUMN strategic_conversation_patterns.preferred_depth IS 'How deep this user likes to go; null while it cannot be told';
COMMENT ON COLUMN strategic_conversation_patterns.emotional_engagement IS '{sentiment, variability, trend, emotions}';
COMMENT ON COLUMN strategic_conversation_patterns.optimal_response_length IS 'Words of the bot''s turn that this user answers better than shorter and longer ones; null while none surely is';
COMMENT ON COLUMN strategic_conversation_patterns.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';
COMMENT ON COLUMN strategic_conversation_patterns.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';
COMMENT ON COLUMN strategic_conversation_patterns.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';
COMMENT ON COLUMN strategic_conversation_patterns.computed_at IS 'When the row was computed';
COMMENT ON COLUMN strategic_conversation_patterns.expires_at IS 'Until when the row counts as fresh';

CREATE TABLE strategic_memory_behavior (
  id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  user_id text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 256),
  bot_name text NOT NULL CHECK (length(bot_name) BETWEEN 1 AND 256),
  forgetting_curve_params jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(forgetting_curve_params) = 'object'),
  high_retention_memories jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(high_retention_memories) = 'array'),
  low_retention_memories jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(low_retention_memories) = 'array'),
  recall_simulation_score double precision CHECK (recall_simulation_score BETWEEN 0 AND 1),
  engine_version integer NOT NULL DEFAULT 0 CHECK (engine_version >= 0),
  folded_seq bigint NOT NULL DEFAULT 0 CHECK (folded_seq >= 0),
  confidence double precision NOT NULL DEFAULT 0 CHECK (confidence BETWEEN 0 AND 1),
  computed_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '300 seconds',
  UNIQUE (user_id, bot_name)
);
CREATE INDEX strategic_memory_behavior_expires_at_idx ON strategic_memory_behavior (expires_at);
COMMENT ON TABLE strategic_memory_behavior IS 'How this user forgets, by memory_behavior';
COMMENT ON COLUMN strategic_memory_behavior.id IS 'Row identifier';
COMMENT ON COLUMN strategic_memory_behavior.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN strategic_memory_behavior.bot_name IS 'The bot';
COMMENT ON COLUMN strategic_memory_behavior.forgetting_curve_params IS 'The fitted forgetting model: {model, parameters, observations, log_loss, default_log_loss}';
COMMENT ON COLUMN strategic_memory_behavior.high_retention_memories IS 'The memories best held, at most 10';
COMMENT ON COLUMN strategic_memory_behavior.low_retention_memories IS 'The memories most faded, at most 10';
COMMENT ON COLUMN strategic_memory_behavior.recall_simulation_score IS 'Expected share of the known memories that would be recalled at computed_at, 0 to 1';
COMMENT ON COLUMN strategic_memory_behavior.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';
COMMENT ON COLUMN strategic_memory_behavior.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';
COMMENT ON COLUMN strategic_memory_behavior.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';
COMMENT ON COLUMN strategic_memory_behavior.computed_at IS 'When the row was computed';
COMMENT ON COLUMN strategic_memory_behavior.expires_at IS 'Until when the row counts as fresh';

CREATE TABLE strategic_engagement_opportunities (
  id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  user_id text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 256),
  bot_name text NOT NULL CHECK (length(bot_name) BETWEEN 1 AND 256),
  optimal_timing_hours jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(optimal_timing_hours) = 'array'),
  receptivity_score double precision CHECK (receptivity_score BETWEEN 0 AND 1),
  suggested_topics jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(suggested_topics) = 'array'),
  last_engagement_gap_hours double precision CHECK (last_engagement_gap_hours >= 0 AND last_engagement_gap_hours < 'Infinity'),
  proactive_success_rate double precision CHECK (proactive_success_rate BETWEEN 0 AND 1),
  best_windows jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(best_windows) = 'array'),
  unresolved_topics jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(unresolved_topics) = 'array'),
  milestones jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(milestones) = 'array'),
  hold_off_until timestamptz,
  engine_version integer NOT NULL DEFAULT 0 CHECK (engine_version >= 0),
  folded_seq bigint NOT NULL DEFAULT 0 CHECK (folded_seq >= 0),
  confidence double precision NOT NULL DEFAULT 0 CHECK (confidence BETWEEN 0 AND 1),
  computed_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '300 seconds',
  UNIQUE (user_id, bot_name)
);
CREATE INDEX strategic_engagement_opportunities_expires_at_idx ON strategic_engagement_opportunities (expires_at);
COMMENT ON TABLE strategic_engagement_opportunities IS 'When and about what to write to a user, by proactive_engagement; hours and weekdays are UTC';
COMMENT ON COLUMN strategic_engagement_opportunities.id IS 'Row identifier';
COMMENT ON COLUMN strategic_engagement_opportunities.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN strategic_engagement_opportunities.bot_name IS 'The bot';
COMMENT ON COLUMN strategic_engagement_opportunities.optimal_timing_hours IS 'Hours of the day, 0 to 23, at which the user is most likely to be there, the best first';
COMMENT ON COLUMN strategic_engagement_opportunities.receptivity_score IS 'Chance that the user is there within the next hour, 0 to 1';
COMMENT ON COLUMN strategic_engagement_opportunities.suggested_topics IS '[{topic, reason}], the most promising first, at most 5';
COMMENT ON COLUMN strategic_engagement_opportunities.last_engagement_gap_hours IS 'Hours from the user''s last message to computed_at';
COMMENT ON COLUMN strategic_engagement_opportunities.proactive_success_rate IS 'Share of past outreach that the user answered within a day, shrunk; null without outreach';
COMMENT ON COLUMN strategic_engagement_opportunities.best_windows IS '[{weekday, hour, probability}], weekday 0 is Sunday';
COMMENT ON COLUMN strategic_engagement_opportunities.unresolved_topics IS '[{topic, text, since, by}]: questions and plans left open, newest first, at most 5';
COMMENT ON COLUMN strategic_engagement_opportunities.milestones IS '[{milestone, at}]';
COMMENT ON COLUMN strategic_engagement_opportunities.hold_off_until IS 'Do not write before this; null when nothing speaks against writing';
COMMENT ON COLUMN strategic_engagement_opportunities.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';
COMMENT ON COLUMN strategic_engagement_opportunities.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';
COMMENT ON COLUMN strategic_engagement_opportunities.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';
COMMENT ON COLUMN strategic_engagement_opportunities.computed_at IS 'When the row was computed';
COMMENT ON COLUMN strategic_engagement_opportunities.expires_at IS 'Until when the row counts as fresh';
