-- Made by "npm run schema": what the migrations add up to. Not run by anything.

CREATE FUNCTION public.count_backlog(of_bot text, at_most integer, remembered_from integer) RETURNS integer
    LANGUAGE plpgsql
    AS $$
DECLARE
  counted integer;
BEGIN
  SELECT backlog INTO counted FROM bots WHERE bot_name = of_bot AND backlog_counted_at > now() - interval '1 second';
  IF counted IS NULL THEN
    SELECT count(*) INTO counted FROM (
      SELECT FROM conversations WHERE bot_name = of_bot AND folded_seq < last_seq LIMIT at_most
    ) AS behind;
    IF counted >= remembered_from THEN
      -- Nobody waits for whoever holds the bot, least of all for another who counts.
      UPDATE bots SET backlog = counted, backlog_counted_at = now() WHERE bot_name = (
        SELECT bot_name FROM bots WHERE bot_name = of_bot FOR NO KEY UPDATE SKIP LOCKED
      );
    END IF;
  END IF;
  RETURN counted;
END
$$;

COMMENT ON FUNCTION public.count_backlog(of_bot text, at_most integer, remembered_from integer) IS 'Counts the conversations of a bot that are behind, up to a number; a great number is that of the last second';

CREATE FUNCTION public.forget_guidance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.guidance := NULL;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION public.forget_guidance() IS 'Drops the guidance of a row that was changed without computing it anew';

CREATE FUNCTION public.grant_inspection(role_name text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  -- Everybody has it by default; where not, it takes the schema's owner to give it.
  IF NOT has_schema_privilege(role_name, 'public', 'USAGE') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role_name);
  END IF;
  EXECUTE format('GRANT SELECT ON bots, conversations, workers, score_hours, cache_reads, cache_status, cache_hit_rates,
    conversation_lag, failed_jobs, strategic_memory_health, strategic_character_performance,
    strategic_personality_profiles, strategic_conversation_patterns, strategic_memory_behavior,
    strategic_engagement_opportunities TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION queued_jobs() TO %I', role_name);
END
$$;

COMMENT ON FUNCTION public.grant_inspection(role_name text) IS 'Lets a role look at the cache tables, the views of docs/sql.md and the counters behind them';

CREATE FUNCTION public.ingest_events(of_bot text, of_user text, given jsonb, threshold integer, debounce_seconds double precision, usual_priority integer, most_attempts integer, backlog_classes integer[]) RETURNS TABLE(event_id text, seq bigint)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
DECLARE
  conversation record := open_conversation(of_bot, of_user);
  added integer;
  is_due boolean;
BEGIN
  RETURN QUERY
  WITH inserted AS (
    INSERT INTO events AS e (bot_name, user_id, seq, event_id, kind, occurred_at, payload)
    SELECT of_bot, of_user, conversation.last_seq + row_number() OVER (ORDER BY g.index),
      g.event_id, g.kind, g.occurred_at, g.payload
    FROM jsonb_to_recordset(given)
      AS g (index integer, event_id text, kind text, occurred_at timestamptz, payload jsonb)
    WHERE (g.occurred_at <= conversation.pruned_before) IS NOT TRUE
      -- Not NOT EXISTS: the planner would read the whole log of the conversation for it.
      AND (SELECT true FROM events WHERE bot_name = of_bot AND user_id = of_user AND event_id = g.event_id) IS NULL
    RETURNING e.seq, e.event_id, e.occurred_at, CASE e.kind WHEN 'message' THEN e.payload ->> 'role' END AS role
  ), counted AS (
    UPDATE conversations AS c SET
      last_seq = totals.last_seq,
      user_messages = c.user_messages + totals.user_messages,
      bot_messages = c.bot_messages + totals.bot_messages,
      first_event_at = least(c.first_event_at, totals.first_at),
      last_event_at = greatest(c.last_event_at, totals.last_at),
      last_user_message_at = greatest(c.last_user_message_at, totals.last_user_at)
    FROM (
      SELECT max(seq) AS last_seq, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
        count(*) FILTER (WHERE role = 'user') AS user_messages,
        count(*) FILTER (WHERE role = 'bot') AS bot_messages,
        max(occurred_at) FILTER (WHERE role = 'user') AS last_user_at
      FROM inserted
    ) AS totals
    WHERE c.id = conversation.id AND totals.last_seq IS NOT NULL
  )
  SELECT event_id, seq FROM inserted;
  GET DIAGNOSTICS added = ROW_COUNT;
  IF added > 0 THEN
    is_due := conversation.last_seq + added - conversation.folded_seq >= threshold;
    PERFORM queue_job(
      'refresh_user', json_build_object('conversation_id', conversation.id), 'refresh_user:' || conversation.id,
      CASE WHEN is_due THEN 0 ELSE debounce_seconds END, is_due, usual_priority, most_attempts, of_bot, backlog_classes
    );
  END IF;
  IF conversation.pruned_before IS NOT NULL THEN
    RETURN QUERY
    SELECT g.event_id, NULL::bigint FROM jsonb_to_recordset(given) AS g (event_id text, occurred_at timestamptz)
    WHERE g.occurred_at <= conversation.pruned_before
      AND (SELECT true FROM events WHERE bot_name = of_bot AND user_id = of_user AND event_id = g.event_id) IS NULL;
  END IF;
END
$$;

COMMENT ON FUNCTION public.ingest_events(of_bot text, of_user text, given jsonb, threshold integer, debounce_seconds double precision, usual_priority integer, most_attempts integer, backlog_classes integer[]) IS 'Adds events, each id once, to the log of a conversation and queues its refresh; tells the seq of those that were added, and null of those that are older than the history that was kept';

CREATE FUNCTION public.notify_bot_row_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

COMMENT ON FUNCTION public.notify_bot_row_changed() IS 'Makes listening processes drop their copy of a bot''s performance';

CREATE FUNCTION public.notify_conversation_row_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

COMMENT ON FUNCTION public.notify_conversation_row_changed() IS 'Makes listening processes drop their copy of a conversation';

CREATE FUNCTION public.notify_keys_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('coldpath_keys_changed', '');
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.notify_keys_changed() IS 'Makes listening processes read the keys again';

CREATE FUNCTION public.notify_rows_truncated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('coldpath_row_changed', '[]');
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.notify_rows_truncated() IS 'Makes listening processes drop all their copies';

CREATE TABLE public.conversations (
    id bigint NOT NULL,
    bot_name text NOT NULL,
    user_id text NOT NULL,
    last_seq bigint DEFAULT 0 NOT NULL,
    folded_seq bigint DEFAULT 0 NOT NULL,
    revision bigint DEFAULT 0 NOT NULL,
    head_occurred_at timestamp with time zone,
    head_event_id text,
    user_messages bigint DEFAULT 0 NOT NULL,
    bot_messages bigint DEFAULT 0 NOT NULL,
    first_event_at timestamp with time zone,
    last_event_at timestamp with time zone,
    last_user_message_at timestamp with time zone,
    folded_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    pruned_events bigint DEFAULT 0 NOT NULL,
    pruned_before timestamp with time zone,
    rows_retired boolean DEFAULT false NOT NULL,
    CONSTRAINT conversations_bot_messages_check CHECK ((bot_messages >= 0)),
    CONSTRAINT conversations_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT conversations_check CHECK (((folded_seq >= 0) AND (folded_seq <= last_seq))),
    CONSTRAINT conversations_check1 CHECK (((head_occurred_at IS NULL) = (head_event_id IS NULL))),
    CONSTRAINT conversations_check2 CHECK (((pruned_events = 0) = (pruned_before IS NULL))),
    CONSTRAINT conversations_last_seq_check CHECK ((last_seq >= 0)),
    CONSTRAINT conversations_pruned_events_check CHECK ((pruned_events >= 0)),
    CONSTRAINT conversations_revision_check CHECK ((revision >= 0)),
    CONSTRAINT conversations_user_id_check CHECK (((length(user_id) >= 1) AND (length(user_id) <= 256))),
    CONSTRAINT conversations_user_messages_check CHECK ((user_messages >= 0))
);

COMMENT ON TABLE public.conversations IS 'One bot with one user: the counters of its log and how far it is folded';

COMMENT ON COLUMN public.conversations.id IS 'Identifier for job keys and logs; a user who was erased and comes back gets another';

COMMENT ON COLUMN public.conversations.bot_name IS 'The bot';

COMMENT ON COLUMN public.conversations.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.conversations.last_seq IS 'Number of the last event accepted';

COMMENT ON COLUMN public.conversations.folded_seq IS 'Events up to this number are folded into the engine states';

COMMENT ON COLUMN public.conversations.revision IS 'Counts refreshes: one that finds it changed when it commits starts over';

COMMENT ON COLUMN public.conversations.head_occurred_at IS 'Time of the last event in folding order; a later arrival before it makes the conversation fold anew';

COMMENT ON COLUMN public.conversations.head_event_id IS 'Id of that event';

COMMENT ON COLUMN public.conversations.user_messages IS 'Messages by the user';

COMMENT ON COLUMN public.conversations.bot_messages IS 'Messages by the bot';

COMMENT ON COLUMN public.conversations.first_event_at IS 'When the earliest event happened';

COMMENT ON COLUMN public.conversations.last_event_at IS 'When the latest event happened';

COMMENT ON COLUMN public.conversations.last_user_message_at IS 'When the user last wrote';

COMMENT ON COLUMN public.conversations.folded_at IS 'When the engines last ran';

COMMENT ON COLUMN public.conversations.created_at IS 'When the first event arrived';

COMMENT ON COLUMN public.conversations.pruned_events IS 'Events in the checkpoint that stands in for pruned ones; 0 when none were pruned';

COMMENT ON COLUMN public.conversations.pruned_before IS 'Events at or before this time are no longer accepted; null when none were pruned';

COMMENT ON COLUMN public.conversations.rows_retired IS 'Whether retention deleted the cache rows of this idle conversation; a read projects its states';

CREATE FUNCTION public.open_conversation(of_bot text, of_user text) RETURNS public.conversations
    LANGUAGE plpgsql
    AS $$
DECLARE
  conversation record;
BEGIN
  -- An upsert that updates nothing still writes a row version and its log: it is left to conversations that are new.
  SELECT * INTO conversation FROM conversations WHERE bot_name = of_bot AND user_id = of_user FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO bots (bot_name) VALUES (of_bot) ON CONFLICT (bot_name) DO NOTHING;
    -- Somebody else may have made it meanwhile.
    INSERT INTO conversations (bot_name, user_id) VALUES (of_bot, of_user)
    ON CONFLICT (bot_name, user_id) DO UPDATE SET last_seq = conversations.last_seq
    RETURNING * INTO conversation;
  END IF;
  RETURN conversation;
END
$$;

COMMENT ON FUNCTION public.open_conversation(of_bot text, of_user text) IS 'Holds a conversation until the transaction ends; makes it, and its bot, where it is new';

CREATE FUNCTION public.queue_job(task text, body json, of_key text, delay_seconds double precision, moves boolean, usual_priority integer, most_attempts integer, behind_others_of text, backlog_classes integer[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
  most_tries CONSTANT integer := 5;
  due CONSTANT timestamptz := now() + make_interval(secs => delay_seconds);
  waiting record;
  place integer;
BEGIN
  FOR tries IN 1..most_tries LOOP
    -- No worker takes a job that is held; whoever takes it when this transaction has ended sees what it did.
    SELECT id, priority, attempts, updated_at, payload INTO waiting FROM graphile_worker._private_jobs
    WHERE key = of_key AND locked_at IS NULL FOR UPDATE;
    IF waiting.attempts > 0 AND waiting.updated_at > now() - interval '1 hour' THEN
      RETURN;
    END IF;
    place := usual_priority;
    IF behind_others_of IS NOT NULL AND (waiting.priority <= usual_priority) IS NOT TRUE THEN
      place := usual_priority + width_bucket(
        count_backlog(behind_others_of, backlog_classes[array_upper(backlog_classes, 1)], backlog_classes[2]),
        backlog_classes
      );
    END IF;
    place := least(place, waiting.priority);
    IF waiting.id IS NULL THEN
      -- What add_job comes to when no job has the key. Somebody else may have added one meanwhile, or a worker runs it.
      INSERT INTO graphile_worker._private_jobs (task_id, payload, key, run_at, priority, max_attempts)
      SELECT id, body, of_key, due, place, most_attempts FROM graphile_worker._private_tasks WHERE identifier = task
      ON CONFLICT (key) DO NOTHING;
      IF FOUND THEN
        PERFORM pg_notify('jobs:insert', json_build_object('r', random(), 'count', 1)::text);
        RETURN;
      END IF;
    ELSIF NOT moves AND waiting.attempts = 0 AND waiting.priority = place AND waiting.payload::jsonb = body::jsonb THEN
      RETURN;
    END IF;
    -- Does nothing when a worker takes the job meanwhile: its first statement does not see that yet, its last one does.
    PERFORM FROM graphile_worker.add_job(
      task, payload => body, job_key => of_key, run_at => due, priority => place, max_attempts => most_attempts,
      job_key_mode => CASE WHEN moves THEN 'replace' ELSE 'preserve_run_at' END
    ) AS added WHERE added.id IS NOT NULL;
    IF FOUND THEN
      RETURN;
    END IF;
  END LOOP;
  RAISE EXCEPTION 'job "%" was taken by workers % times meanwhile', of_key, most_tries
    USING ERRCODE = 'serialization_failure';
END
$$;

COMMENT ON FUNCTION public.queue_job(task text, body json, of_key text, delay_seconds double precision, moves boolean, usual_priority integer, most_attempts integer, behind_others_of text, backlog_classes integer[]) IS 'Sees to it that a job with this key runs after this transaction: adds one, or changes the one that waits where it has to';

CREATE FUNCTION public.queued_jobs() RETURNS TABLE(id bigint, task text, key text, attempts integer, max_attempts integer, locked boolean, last_error text, run_at timestamp with time zone, created_at timestamp with time zone, updated_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
  RETURN QUERY SELECT j.id::bigint, j.task_identifier::text, j.key::text, j.attempts::integer, j.max_attempts::integer,
    j.locked_at IS NOT NULL, j.last_error::text, j.run_at, j.created_at, j.updated_at
  FROM graphile_worker.jobs AS j
  WHERE j.task_identifier IN ('refresh_user', 'refold_user', 'refresh_bot', 'sweep', 'prune');
END
$$;

COMMENT ON FUNCTION public.queued_jobs() IS 'The jobs of coldpath in the queue';

CREATE TABLE public.annotations (
    bot_name text NOT NULL,
    user_id text NOT NULL,
    seq bigint NOT NULL,
    analyzer_version integer NOT NULL,
    analysis jsonb NOT NULL,
    embedding_source text,
    embedding real[],
    CONSTRAINT annotations_analysis_check CHECK ((jsonb_typeof(analysis) = 'object'::text)),
    CONSTRAINT annotations_analyzer_version_check CHECK ((analyzer_version >= 0)),
    CONSTRAINT annotations_check CHECK (((embedding IS NULL) = (embedding_source IS NULL)))
);
ALTER TABLE ONLY public.annotations ALTER COLUMN analysis SET STATISTICS 0;
ALTER TABLE ONLY public.annotations ALTER COLUMN embedding SET STATISTICS 0;

COMMENT ON TABLE public.annotations IS 'What text analysis says of each message; every message is analysed once';

COMMENT ON COLUMN public.annotations.bot_name IS 'The bot';

COMMENT ON COLUMN public.annotations.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.annotations.seq IS 'Number of the message in the log';

COMMENT ON COLUMN public.annotations.analyzer_version IS 'Version of the text analysis';

COMMENT ON COLUMN public.annotations.analysis IS 'Counts, sentiment, formality, lemmas and phrases of the message';

COMMENT ON COLUMN public.annotations.embedding_source IS 'Name of the built-in model; null without one, and when the embedding came with the message';

COMMENT ON COLUMN public.annotations.embedding IS 'Sentence embedding by that model';

CREATE TABLE public.api_keys (
    key_id text NOT NULL,
    key_hash bytea NOT NULL,
    bot_name text,
    scopes text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_keys_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT api_keys_check CHECK ((((bot_name IS NOT NULL) AND (scopes <@ ARRAY['read'::text, 'write'::text])) OR ((bot_name IS NULL) AND (scopes <@ ARRAY['admin'::text, 'metrics'::text])))),
    CONSTRAINT api_keys_key_hash_check CHECK ((octet_length(key_hash) = 32)),
    CONSTRAINT api_keys_key_id_check CHECK ((key_id ~ '^[0-9a-f]{12}$'::text)),
    CONSTRAINT api_keys_scopes_check CHECK ((cardinality(scopes) > 0))
);

COMMENT ON TABLE public.api_keys IS 'Keys of the API, without the keys: they are shown once, when they are made';

COMMENT ON COLUMN public.api_keys.key_id IS 'What a key is called in lists and logs; part of the key, no secret';

COMMENT ON COLUMN public.api_keys.key_hash IS 'SHA-256 of the key';

COMMENT ON COLUMN public.api_keys.bot_name IS 'The one bot it is for; null for admin and metrics';

COMMENT ON COLUMN public.api_keys.scopes IS 'read and write for one bot, or admin, or metrics';

COMMENT ON COLUMN public.api_keys.created_at IS 'When it was made';

COMMENT ON COLUMN public.api_keys.last_used_at IS 'When it was last used, to about half a minute; null when it never was';

COMMENT ON COLUMN public.api_keys.revoked_at IS 'Since when it opens nothing any more; null while it does';

CREATE TABLE public.bot_states (
    bot_name text NOT NULL,
    engine text NOT NULL,
    version integer NOT NULL,
    state json NOT NULL,
    CONSTRAINT bot_states_engine_check CHECK ((engine = 'character_performance'::text)),
    CONSTRAINT bot_states_version_check CHECK ((version > 0))
);
ALTER TABLE ONLY public.bot_states ALTER COLUMN state SET STATISTICS 0;

COMMENT ON TABLE public.bot_states IS 'The hourly sums of the last 720 hours, added up over shards';

COMMENT ON COLUMN public.bot_states.bot_name IS 'The bot';

COMMENT ON COLUMN public.bot_states.engine IS 'The engine';

COMMENT ON COLUMN public.bot_states.version IS 'Version of the engine that wrote it';

COMMENT ON COLUMN public.bot_states.state IS 'Array of [metric, hour since the epoch, n, sum, sum of squares]';

CREATE TABLE public.bots (
    bot_name text NOT NULL,
    refresh_ahead_seconds integer DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone,
    stale_since timestamp with time zone,
    performed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    backlog integer,
    backlog_counted_at timestamp with time zone,
    CONSTRAINT bots_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT bots_refresh_ahead_seconds_check CHECK (((refresh_ahead_seconds >= 0) AND (refresh_ahead_seconds <= 2592000)))
);

COMMENT ON TABLE public.bots IS 'Every bot that has posted an event';

COMMENT ON COLUMN public.bots.bot_name IS 'The bot';

COMMENT ON COLUMN public.bots.refresh_ahead_seconds IS 'For how long after the last message the cache rows are kept unexpired by refreshing ahead, for readers by SQL';

COMMENT ON COLUMN public.bots.changed_at IS 'When a conversation last added to score_hours, to the second';

COMMENT ON COLUMN public.bots.stale_since IS 'The first change that the performance rows do not know of; null when they know all';

COMMENT ON COLUMN public.bots.performed_at IS 'When the performance rows were last computed';

COMMENT ON COLUMN public.bots.created_at IS 'When the first event arrived';

COMMENT ON COLUMN public.bots.backlog IS 'Conversations with events that are not folded yet, when they were counted last; counted up to the greatest size that makes a difference';

COMMENT ON COLUMN public.bots.backlog_counted_at IS 'When that was; a count is remembered only when it took long';

CREATE TABLE public.cache_reads (
    hour timestamp with time zone NOT NULL,
    bot_name text NOT NULL,
    table_name text NOT NULL,
    outcome text NOT NULL,
    reads bigint NOT NULL,
    CONSTRAINT cache_reads_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT cache_reads_hour_check CHECK ((date_trunc('hour'::text, hour, 'UTC'::text) = hour)),
    CONSTRAINT cache_reads_outcome_check CHECK ((outcome = ANY (ARRAY['hit'::text, 'stale'::text, 'heuristic'::text, 'miss'::text, 'degraded'::text]))),
    CONSTRAINT cache_reads_reads_check CHECK ((reads > 0)),
    CONSTRAINT cache_reads_table_name_check CHECK ((table_name ~~ 'strategic\_%'::text))
);

COMMENT ON TABLE public.cache_reads IS 'How many sections were read, added up by all web processes once a minute; kept for 90 days';

COMMENT ON COLUMN public.cache_reads.hour IS 'Start of the hour';

COMMENT ON COLUMN public.cache_reads.bot_name IS 'The bot; "other" for those past the 50 that a process tells apart';

COMMENT ON COLUMN public.cache_reads.table_name IS 'The cache table behind the section';

COMMENT ON COLUMN public.cache_reads.outcome IS 'hit: fresh; stale; heuristic: from counters alone; miss: nothing known; degraded: the database could not be asked';

COMMENT ON COLUMN public.cache_reads.reads IS 'Sections that were served';

CREATE VIEW public.cache_hit_rates AS
 SELECT cache_reads.hour,
    cache_reads.bot_name,
    cache_reads.table_name,
    (sum(cache_reads.reads))::bigint AS reads,
    (COALESCE(sum(cache_reads.reads) FILTER (WHERE (cache_reads.outcome = 'hit'::text)), (0)::numeric))::bigint AS hits,
    (COALESCE(sum(cache_reads.reads) FILTER (WHERE (cache_reads.outcome = 'stale'::text)), (0)::numeric))::bigint AS stale,
    (COALESCE(sum(cache_reads.reads) FILTER (WHERE (cache_reads.outcome = 'heuristic'::text)), (0)::numeric))::bigint AS heuristic,
    (COALESCE(sum(cache_reads.reads) FILTER (WHERE (cache_reads.outcome = 'miss'::text)), (0)::numeric))::bigint AS misses,
    (COALESCE(sum(cache_reads.reads) FILTER (WHERE (cache_reads.outcome = 'degraded'::text)), (0)::numeric))::bigint AS degraded,
    round((COALESCE(sum(cache_reads.reads) FILTER (WHERE (cache_reads.outcome = 'hit'::text)), (0)::numeric) / sum(cache_reads.reads)), 4) AS hit_rate
   FROM public.cache_reads
  GROUP BY cache_reads.hour, cache_reads.bot_name, cache_reads.table_name;

COMMENT ON VIEW public.cache_hit_rates IS 'How reads went, by hour, bot and table, up to a minute ago';

COMMENT ON COLUMN public.cache_hit_rates.reads IS 'Sections that were served';

COMMENT ON COLUMN public.cache_hit_rates.hits IS 'Of them, those that were fresh';

COMMENT ON COLUMN public.cache_hit_rates.hit_rate IS 'hits / reads';

CREATE TABLE public.strategic_character_performance (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    bot_name text NOT NULL,
    time_window_hours integer NOT NULL,
    engagement_score_avg double precision,
    satisfaction_score_avg double precision,
    coherence_score_avg double precision,
    personality_consistency_index double precision,
    quality_trend text DEFAULT 'stable'::text NOT NULL,
    recent_anomalies jsonb DEFAULT '[]'::jsonb NOT NULL,
    metrics jsonb DEFAULT '[]'::jsonb NOT NULL,
    engine_version integer DEFAULT 0 NOT NULL,
    folded_seq bigint DEFAULT 0 NOT NULL,
    confidence double precision DEFAULT 0 NOT NULL,
    computed_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone DEFAULT (now() + '00:05:00'::interval) NOT NULL,
    guidance jsonb,
    CONSTRAINT strategic_character_performa_personality_consistency_inde_check CHECK (((personality_consistency_index >= (0)::double precision) AND (personality_consistency_index <= (1)::double precision))),
    CONSTRAINT strategic_character_performance_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT strategic_character_performance_coherence_score_avg_check CHECK (((coherence_score_avg >= (0)::double precision) AND (coherence_score_avg <= (1)::double precision))),
    CONSTRAINT strategic_character_performance_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT strategic_character_performance_engagement_score_avg_check CHECK (((engagement_score_avg >= (0)::double precision) AND (engagement_score_avg <= (1)::double precision))),
    CONSTRAINT strategic_character_performance_engine_version_check CHECK ((engine_version >= 0)),
    CONSTRAINT strategic_character_performance_folded_seq_check CHECK ((folded_seq >= 0)),
    CONSTRAINT strategic_character_performance_guidance_check CHECK ((jsonb_typeof(guidance) = 'object'::text)),
    CONSTRAINT strategic_character_performance_metrics_check CHECK ((jsonb_typeof(metrics) = 'array'::text)),
    CONSTRAINT strategic_character_performance_quality_trend_check CHECK ((quality_trend = ANY (ARRAY['improving'::text, 'stable'::text, 'declining'::text]))),
    CONSTRAINT strategic_character_performance_recent_anomalies_check CHECK ((jsonb_typeof(recent_anomalies) = 'array'::text)),
    CONSTRAINT strategic_character_performance_satisfaction_score_avg_check CHECK (((satisfaction_score_avg >= (0)::double precision) AND (satisfaction_score_avg <= (1)::double precision))),
    CONSTRAINT strategic_character_performance_time_window_hours_check CHECK ((time_window_hours > 0))
);
ALTER TABLE ONLY public.strategic_character_performance ALTER COLUMN recent_anomalies SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_character_performance ALTER COLUMN metrics SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_character_performance ALTER COLUMN guidance SET STATISTICS 0;

COMMENT ON TABLE public.strategic_character_performance IS 'How well a bot does with all its users, by character_performance';

COMMENT ON COLUMN public.strategic_character_performance.id IS 'Row identifier';

COMMENT ON COLUMN public.strategic_character_performance.bot_name IS 'The bot';

COMMENT ON COLUMN public.strategic_character_performance.time_window_hours IS 'Length of the window that ends at computed_at, in hours: 24, 168 or 720';

COMMENT ON COLUMN public.strategic_character_performance.engagement_score_avg IS 'Mean engagement, 0 to 1; from score events, else from reply and return rates; null when nothing can be said';

COMMENT ON COLUMN public.strategic_character_performance.satisfaction_score_avg IS 'Mean satisfaction, 0 to 1; from score events, else from the users'' sentiment; null when nothing can be said';

COMMENT ON COLUMN public.strategic_character_performance.coherence_score_avg IS 'Mean coherence, 0 to 1; from score events only';

COMMENT ON COLUMN public.strategic_character_performance.personality_consistency_index IS 'How much the bot writes like itself, 0 to 1, by Burrows'' Delta; null when it has not said enough';

COMMENT ON COLUMN public.strategic_character_performance.quality_trend IS 'Mann-Kendall trend of the quality series';

COMMENT ON COLUMN public.strategic_character_performance.recent_anomalies IS 'Change points in the hourly series: [{at, metric, size, direction}]';

COMMENT ON COLUMN public.strategic_character_performance.metrics IS 'Each metric over the window: [{metric, source, unit, n, mean, slope_per_day, p_value}]';

COMMENT ON COLUMN public.strategic_character_performance.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';

COMMENT ON COLUMN public.strategic_character_performance.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';

COMMENT ON COLUMN public.strategic_character_performance.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';

COMMENT ON COLUMN public.strategic_character_performance.computed_at IS 'When the row was computed';

COMMENT ON COLUMN public.strategic_character_performance.expires_at IS 'Until when the row counts as fresh';

COMMENT ON COLUMN public.strategic_character_performance.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';

CREATE TABLE public.strategic_conversation_patterns (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id text NOT NULL,
    bot_name text NOT NULL,
    recent_topics jsonb DEFAULT '[]'::jsonb NOT NULL,
    avg_topic_duration_minutes double precision,
    context_switch_frequency double precision,
    predicted_switch_likelihood double precision,
    topic_transition_graph jsonb DEFAULT '{}'::jsonb NOT NULL,
    communication_style jsonb DEFAULT '{}'::jsonb NOT NULL,
    preferred_depth text,
    emotional_engagement jsonb DEFAULT '{}'::jsonb NOT NULL,
    optimal_response_length double precision,
    engine_version integer DEFAULT 0 NOT NULL,
    folded_seq bigint DEFAULT 0 NOT NULL,
    confidence double precision DEFAULT 0 NOT NULL,
    computed_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone DEFAULT (now() + '00:05:00'::interval) NOT NULL,
    guidance jsonb,
    CONSTRAINT strategic_conversation_patter_predicted_switch_likelihood_check CHECK (((predicted_switch_likelihood >= (0)::double precision) AND (predicted_switch_likelihood <= (1)::double precision))),
    CONSTRAINT strategic_conversation_pattern_avg_topic_duration_minutes_check CHECK (((avg_topic_duration_minutes >= (0)::double precision) AND (avg_topic_duration_minutes < 'Infinity'::double precision))),
    CONSTRAINT strategic_conversation_patterns_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT strategic_conversation_patterns_communication_style_check CHECK ((jsonb_typeof(communication_style) = 'object'::text)),
    CONSTRAINT strategic_conversation_patterns_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT strategic_conversation_patterns_context_switch_frequency_check CHECK (((context_switch_frequency >= (0)::double precision) AND (context_switch_frequency < 'Infinity'::double precision))),
    CONSTRAINT strategic_conversation_patterns_emotional_engagement_check CHECK ((jsonb_typeof(emotional_engagement) = 'object'::text)),
    CONSTRAINT strategic_conversation_patterns_engine_version_check CHECK ((engine_version >= 0)),
    CONSTRAINT strategic_conversation_patterns_folded_seq_check CHECK ((folded_seq >= 0)),
    CONSTRAINT strategic_conversation_patterns_guidance_check CHECK ((jsonb_typeof(guidance) = 'object'::text)),
    CONSTRAINT strategic_conversation_patterns_optimal_response_length_check CHECK (((optimal_response_length > (0)::double precision) AND (optimal_response_length < 'Infinity'::double precision))),
    CONSTRAINT strategic_conversation_patterns_preferred_depth_check CHECK ((preferred_depth = ANY (ARRAY['brief'::text, 'moderate'::text, 'deep'::text]))),
    CONSTRAINT strategic_conversation_patterns_recent_topics_check CHECK ((jsonb_typeof(recent_topics) = 'array'::text)),
    CONSTRAINT strategic_conversation_patterns_topic_transition_graph_check CHECK ((jsonb_typeof(topic_transition_graph) = 'object'::text)),
    CONSTRAINT strategic_conversation_patterns_user_id_check CHECK (((length(user_id) >= 1) AND (length(user_id) <= 256)))
);
ALTER TABLE ONLY public.strategic_conversation_patterns ALTER COLUMN recent_topics SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_conversation_patterns ALTER COLUMN topic_transition_graph SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_conversation_patterns ALTER COLUMN communication_style SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_conversation_patterns ALTER COLUMN emotional_engagement SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_conversation_patterns ALTER COLUMN guidance SET STATISTICS 0;

COMMENT ON TABLE public.strategic_conversation_patterns IS 'What a conversation is about and how the user talks, by context_switch and conversation_pattern';

COMMENT ON COLUMN public.strategic_conversation_patterns.id IS 'Row identifier';

COMMENT ON COLUMN public.strategic_conversation_patterns.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.strategic_conversation_patterns.bot_name IS 'The bot';

COMMENT ON COLUMN public.strategic_conversation_patterns.recent_topics IS '[{topic, start_time, end_time, messages}], newest last, at most 20; end_time is null while a topic goes on';

COMMENT ON COLUMN public.strategic_conversation_patterns.avg_topic_duration_minutes IS 'Mean length of a topic, in minutes';

COMMENT ON COLUMN public.strategic_conversation_patterns.context_switch_frequency IS 'Topic switches per hour of talk';

COMMENT ON COLUMN public.strategic_conversation_patterns.predicted_switch_likelihood IS 'Chance that the next message opens another topic, 0 to 1';

COMMENT ON COLUMN public.strategic_conversation_patterns.topic_transition_graph IS '{nodes [{topic, visits}], edges [{from, to, count}]}';

COMMENT ON COLUMN public.strategic_conversation_patterns.communication_style IS 'The user''s style: formality, verbosity, questions, rhythm, each as mean and standard error';

COMMENT ON COLUMN public.strategic_conversation_patterns.preferred_depth IS 'How deep this user likes to go; null while it cannot be told';

COMMENT ON COLUMN public.strategic_conversation_patterns.emotional_engagement IS '{sentiment, variability, trend, emotions}';

COMMENT ON COLUMN public.strategic_conversation_patterns.optimal_response_length IS 'Words of the bot''s turn that this user answers better than shorter and longer ones; null while none surely is';

COMMENT ON COLUMN public.strategic_conversation_patterns.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';

COMMENT ON COLUMN public.strategic_conversation_patterns.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';

COMMENT ON COLUMN public.strategic_conversation_patterns.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';

COMMENT ON COLUMN public.strategic_conversation_patterns.computed_at IS 'When the row was computed';

COMMENT ON COLUMN public.strategic_conversation_patterns.expires_at IS 'Until when the row counts as fresh';

COMMENT ON COLUMN public.strategic_conversation_patterns.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';

CREATE TABLE public.strategic_engagement_opportunities (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id text NOT NULL,
    bot_name text NOT NULL,
    optimal_timing_hours jsonb DEFAULT '[]'::jsonb NOT NULL,
    receptivity_score double precision,
    suggested_topics jsonb DEFAULT '[]'::jsonb NOT NULL,
    last_engagement_gap_hours double precision,
    proactive_success_rate double precision,
    best_windows jsonb DEFAULT '[]'::jsonb NOT NULL,
    unresolved_topics jsonb DEFAULT '[]'::jsonb NOT NULL,
    milestones jsonb DEFAULT '[]'::jsonb NOT NULL,
    hold_off_until timestamp with time zone,
    engine_version integer DEFAULT 0 NOT NULL,
    folded_seq bigint DEFAULT 0 NOT NULL,
    confidence double precision DEFAULT 0 NOT NULL,
    computed_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone DEFAULT (now() + '00:05:00'::interval) NOT NULL,
    guidance jsonb,
    CONSTRAINT strategic_engagement_opportunit_last_engagement_gap_hours_check CHECK (((last_engagement_gap_hours >= (0)::double precision) AND (last_engagement_gap_hours < 'Infinity'::double precision))),
    CONSTRAINT strategic_engagement_opportunities_best_windows_check CHECK ((jsonb_typeof(best_windows) = 'array'::text)),
    CONSTRAINT strategic_engagement_opportunities_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT strategic_engagement_opportunities_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT strategic_engagement_opportunities_engine_version_check CHECK ((engine_version >= 0)),
    CONSTRAINT strategic_engagement_opportunities_folded_seq_check CHECK ((folded_seq >= 0)),
    CONSTRAINT strategic_engagement_opportunities_guidance_check CHECK ((jsonb_typeof(guidance) = 'object'::text)),
    CONSTRAINT strategic_engagement_opportunities_milestones_check CHECK ((jsonb_typeof(milestones) = 'array'::text)),
    CONSTRAINT strategic_engagement_opportunities_optimal_timing_hours_check CHECK ((jsonb_typeof(optimal_timing_hours) = 'array'::text)),
    CONSTRAINT strategic_engagement_opportunities_proactive_success_rate_check CHECK (((proactive_success_rate >= (0)::double precision) AND (proactive_success_rate <= (1)::double precision))),
    CONSTRAINT strategic_engagement_opportunities_receptivity_score_check CHECK (((receptivity_score >= (0)::double precision) AND (receptivity_score <= (1)::double precision))),
    CONSTRAINT strategic_engagement_opportunities_suggested_topics_check CHECK ((jsonb_typeof(suggested_topics) = 'array'::text)),
    CONSTRAINT strategic_engagement_opportunities_unresolved_topics_check CHECK ((jsonb_typeof(unresolved_topics) = 'array'::text)),
    CONSTRAINT strategic_engagement_opportunities_user_id_check CHECK (((length(user_id) >= 1) AND (length(user_id) <= 256)))
);
ALTER TABLE ONLY public.strategic_engagement_opportunities ALTER COLUMN optimal_timing_hours SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_engagement_opportunities ALTER COLUMN suggested_topics SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_engagement_opportunities ALTER COLUMN best_windows SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_engagement_opportunities ALTER COLUMN unresolved_topics SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_engagement_opportunities ALTER COLUMN milestones SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_engagement_opportunities ALTER COLUMN guidance SET STATISTICS 0;

COMMENT ON TABLE public.strategic_engagement_opportunities IS 'When and about what to write to a user, by proactive_engagement; hours and weekdays are UTC';

COMMENT ON COLUMN public.strategic_engagement_opportunities.id IS 'Row identifier';

COMMENT ON COLUMN public.strategic_engagement_opportunities.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.strategic_engagement_opportunities.bot_name IS 'The bot';

COMMENT ON COLUMN public.strategic_engagement_opportunities.optimal_timing_hours IS 'Hours of the day, 0 to 23, at which the user is most likely to be there, the best first';

COMMENT ON COLUMN public.strategic_engagement_opportunities.receptivity_score IS 'Chance that the user is there within the next hour, 0 to 1';

COMMENT ON COLUMN public.strategic_engagement_opportunities.suggested_topics IS '[{topic, reason}], the most promising first, at most 5';

COMMENT ON COLUMN public.strategic_engagement_opportunities.last_engagement_gap_hours IS 'Hours from the user''s last message to computed_at';

COMMENT ON COLUMN public.strategic_engagement_opportunities.proactive_success_rate IS 'Share of past outreach that the user answered within a day, shrunk; null without outreach';

COMMENT ON COLUMN public.strategic_engagement_opportunities.best_windows IS '[{weekday, hour, probability}], weekday 0 is Sunday';

COMMENT ON COLUMN public.strategic_engagement_opportunities.unresolved_topics IS '[{topic, text, since, by}]: questions and plans left open, newest first, at most 5';

COMMENT ON COLUMN public.strategic_engagement_opportunities.milestones IS '[{milestone, at}]';

COMMENT ON COLUMN public.strategic_engagement_opportunities.hold_off_until IS 'Do not write before this; null when nothing speaks against writing';

COMMENT ON COLUMN public.strategic_engagement_opportunities.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';

COMMENT ON COLUMN public.strategic_engagement_opportunities.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';

COMMENT ON COLUMN public.strategic_engagement_opportunities.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';

COMMENT ON COLUMN public.strategic_engagement_opportunities.computed_at IS 'When the row was computed';

COMMENT ON COLUMN public.strategic_engagement_opportunities.expires_at IS 'Until when the row counts as fresh';

COMMENT ON COLUMN public.strategic_engagement_opportunities.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';

CREATE TABLE public.strategic_memory_behavior (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id text NOT NULL,
    bot_name text NOT NULL,
    forgetting_curve_params jsonb DEFAULT '{}'::jsonb NOT NULL,
    high_retention_memories jsonb DEFAULT '[]'::jsonb NOT NULL,
    low_retention_memories jsonb DEFAULT '[]'::jsonb NOT NULL,
    recall_simulation_score double precision,
    engine_version integer DEFAULT 0 NOT NULL,
    folded_seq bigint DEFAULT 0 NOT NULL,
    confidence double precision DEFAULT 0 NOT NULL,
    computed_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone DEFAULT (now() + '00:05:00'::interval) NOT NULL,
    guidance jsonb,
    CONSTRAINT strategic_memory_behavior_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT strategic_memory_behavior_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT strategic_memory_behavior_engine_version_check CHECK ((engine_version >= 0)),
    CONSTRAINT strategic_memory_behavior_folded_seq_check CHECK ((folded_seq >= 0)),
    CONSTRAINT strategic_memory_behavior_forgetting_curve_params_check CHECK ((jsonb_typeof(forgetting_curve_params) = 'object'::text)),
    CONSTRAINT strategic_memory_behavior_guidance_check CHECK ((jsonb_typeof(guidance) = 'object'::text)),
    CONSTRAINT strategic_memory_behavior_high_retention_memories_check CHECK ((jsonb_typeof(high_retention_memories) = 'array'::text)),
    CONSTRAINT strategic_memory_behavior_low_retention_memories_check CHECK ((jsonb_typeof(low_retention_memories) = 'array'::text)),
    CONSTRAINT strategic_memory_behavior_recall_simulation_score_check CHECK (((recall_simulation_score >= (0)::double precision) AND (recall_simulation_score <= (1)::double precision))),
    CONSTRAINT strategic_memory_behavior_user_id_check CHECK (((length(user_id) >= 1) AND (length(user_id) <= 256)))
);
ALTER TABLE ONLY public.strategic_memory_behavior ALTER COLUMN forgetting_curve_params SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_memory_behavior ALTER COLUMN high_retention_memories SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_memory_behavior ALTER COLUMN low_retention_memories SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_memory_behavior ALTER COLUMN guidance SET STATISTICS 0;

COMMENT ON TABLE public.strategic_memory_behavior IS 'How this user forgets, by memory_behavior';

COMMENT ON COLUMN public.strategic_memory_behavior.id IS 'Row identifier';

COMMENT ON COLUMN public.strategic_memory_behavior.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.strategic_memory_behavior.bot_name IS 'The bot';

COMMENT ON COLUMN public.strategic_memory_behavior.forgetting_curve_params IS 'The fitted forgetting model: {model, parameters, observations, log_loss, default_log_loss}';

COMMENT ON COLUMN public.strategic_memory_behavior.high_retention_memories IS 'The memories best held, at most 10';

COMMENT ON COLUMN public.strategic_memory_behavior.low_retention_memories IS 'The memories most faded, at most 10';

COMMENT ON COLUMN public.strategic_memory_behavior.recall_simulation_score IS 'Expected share of the known memories that would be recalled at computed_at, 0 to 1';

COMMENT ON COLUMN public.strategic_memory_behavior.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';

COMMENT ON COLUMN public.strategic_memory_behavior.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';

COMMENT ON COLUMN public.strategic_memory_behavior.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';

COMMENT ON COLUMN public.strategic_memory_behavior.computed_at IS 'When the row was computed';

COMMENT ON COLUMN public.strategic_memory_behavior.expires_at IS 'Until when the row counts as fresh';

COMMENT ON COLUMN public.strategic_memory_behavior.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';

CREATE TABLE public.strategic_memory_health (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id text NOT NULL,
    bot_name text NOT NULL,
    memory_snapshot jsonb DEFAULT '{}'::jsonb NOT NULL,
    avg_memory_age_hours double precision,
    retrieval_frequency_trend text DEFAULT 'stable'::text NOT NULL,
    forgetting_risk_memories jsonb DEFAULT '[]'::jsonb NOT NULL,
    engine_version integer DEFAULT 0 NOT NULL,
    folded_seq bigint DEFAULT 0 NOT NULL,
    confidence double precision DEFAULT 0 NOT NULL,
    computed_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone DEFAULT (now() + '00:05:00'::interval) NOT NULL,
    guidance jsonb,
    CONSTRAINT strategic_memory_health_avg_memory_age_hours_check CHECK (((avg_memory_age_hours >= (0)::double precision) AND (avg_memory_age_hours < 'Infinity'::double precision))),
    CONSTRAINT strategic_memory_health_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT strategic_memory_health_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT strategic_memory_health_engine_version_check CHECK ((engine_version >= 0)),
    CONSTRAINT strategic_memory_health_folded_seq_check CHECK ((folded_seq >= 0)),
    CONSTRAINT strategic_memory_health_forgetting_risk_memories_check CHECK ((jsonb_typeof(forgetting_risk_memories) = 'array'::text)),
    CONSTRAINT strategic_memory_health_guidance_check CHECK ((jsonb_typeof(guidance) = 'object'::text)),
    CONSTRAINT strategic_memory_health_memory_snapshot_check CHECK ((jsonb_typeof(memory_snapshot) = 'object'::text)),
    CONSTRAINT strategic_memory_health_retrieval_frequency_trend_check CHECK ((retrieval_frequency_trend = ANY (ARRAY['increasing'::text, 'stable'::text, 'declining'::text]))),
    CONSTRAINT strategic_memory_health_user_id_check CHECK (((length(user_id) >= 1) AND (length(user_id) <= 256)))
);
ALTER TABLE ONLY public.strategic_memory_health ALTER COLUMN memory_snapshot SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_memory_health ALTER COLUMN forgetting_risk_memories SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_memory_health ALTER COLUMN guidance SET STATISTICS 0;

COMMENT ON TABLE public.strategic_memory_health IS 'How well the memories of a conversation are held, by memory_aging';

COMMENT ON COLUMN public.strategic_memory_health.id IS 'Row identifier';

COMMENT ON COLUMN public.strategic_memory_health.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.strategic_memory_health.bot_name IS 'The bot';

COMMENT ON COLUMN public.strategic_memory_health.memory_snapshot IS 'What is known, and the 20 memories best held, stored ones first: {total, dropped, memories [{memory_id, source, label, created_at, last_recalled_at, recall_count, retrievability, stability_days}]}';

COMMENT ON COLUMN public.strategic_memory_health.avg_memory_age_hours IS 'Mean age of the known memories at computed_at, in hours; null without memories';

COMMENT ON COLUMN public.strategic_memory_health.retrieval_frequency_trend IS 'Whether recalls come more or less often than before, where a test on the rates says so';

COMMENT ON COLUMN public.strategic_memory_health.forgetting_risk_memories IS 'Memories whose retrievability fell below the threshold, the most important first, at most 20';

COMMENT ON COLUMN public.strategic_memory_health.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';

COMMENT ON COLUMN public.strategic_memory_health.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';

COMMENT ON COLUMN public.strategic_memory_health.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';

COMMENT ON COLUMN public.strategic_memory_health.computed_at IS 'When the row was computed';

COMMENT ON COLUMN public.strategic_memory_health.expires_at IS 'Until when the row counts as fresh';

COMMENT ON COLUMN public.strategic_memory_health.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';

CREATE TABLE public.strategic_personality_profiles (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id text NOT NULL,
    bot_name text NOT NULL,
    dominant_traits jsonb DEFAULT '[]'::jsonb NOT NULL,
    user_response_patterns jsonb DEFAULT '{}'::jsonb NOT NULL,
    adaptation_suggestions jsonb DEFAULT '[]'::jsonb NOT NULL,
    trait_evolution_history jsonb DEFAULT '[]'::jsonb NOT NULL,
    engine_version integer DEFAULT 0 NOT NULL,
    folded_seq bigint DEFAULT 0 NOT NULL,
    confidence double precision DEFAULT 0 NOT NULL,
    computed_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone DEFAULT (now() + '00:05:00'::interval) NOT NULL,
    guidance jsonb,
    CONSTRAINT strategic_personality_profiles_adaptation_suggestions_check CHECK ((jsonb_typeof(adaptation_suggestions) = 'array'::text)),
    CONSTRAINT strategic_personality_profiles_bot_name_check CHECK (((length(bot_name) >= 1) AND (length(bot_name) <= 256))),
    CONSTRAINT strategic_personality_profiles_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT strategic_personality_profiles_dominant_traits_check CHECK ((jsonb_typeof(dominant_traits) = 'array'::text)),
    CONSTRAINT strategic_personality_profiles_engine_version_check CHECK ((engine_version >= 0)),
    CONSTRAINT strategic_personality_profiles_folded_seq_check CHECK ((folded_seq >= 0)),
    CONSTRAINT strategic_personality_profiles_guidance_check CHECK ((jsonb_typeof(guidance) = 'object'::text)),
    CONSTRAINT strategic_personality_profiles_trait_evolution_history_check CHECK ((jsonb_typeof(trait_evolution_history) = 'array'::text)),
    CONSTRAINT strategic_personality_profiles_user_id_check CHECK (((length(user_id) >= 1) AND (length(user_id) <= 256))),
    CONSTRAINT strategic_personality_profiles_user_response_patterns_check CHECK ((jsonb_typeof(user_response_patterns) = 'object'::text))
);
ALTER TABLE ONLY public.strategic_personality_profiles ALTER COLUMN dominant_traits SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_personality_profiles ALTER COLUMN user_response_patterns SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_personality_profiles ALTER COLUMN adaptation_suggestions SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_personality_profiles ALTER COLUMN trait_evolution_history SET STATISTICS 0;
ALTER TABLE ONLY public.strategic_personality_profiles ALTER COLUMN guidance SET STATISTICS 0;

COMMENT ON TABLE public.strategic_personality_profiles IS 'Which sides of the bot a user answers to, by personality_profile';

COMMENT ON COLUMN public.strategic_personality_profiles.id IS 'Row identifier';

COMMENT ON COLUMN public.strategic_personality_profiles.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.strategic_personality_profiles.bot_name IS 'The bot';

COMMENT ON COLUMN public.strategic_personality_profiles.dominant_traits IS '[{trait, frequency, effectiveness, source, n}], the most frequent first';

COMMENT ON COLUMN public.strategic_personality_profiles.user_response_patterns IS 'How this user answers: {reply_rate, median_reply_words, median_reply_latency_seconds, mean_reply_sentiment, turns}';

COMMENT ON COLUMN public.strategic_personality_profiles.adaptation_suggestions IS '[{trait, action, effect, effect_low, effect_high}], only where the interval excludes 0';

COMMENT ON COLUMN public.strategic_personality_profiles.trait_evolution_history IS '[{date, messages, traits}] for the last 30 days, oldest first';

COMMENT ON COLUMN public.strategic_personality_profiles.engine_version IS 'Version of the engine that computed the row; 0 for a row written by hand';

COMMENT ON COLUMN public.strategic_personality_profiles.folded_seq IS 'Number of the last event of the conversation that the row knows of; 0 for a row over a whole bot';

COMMENT ON COLUMN public.strategic_personality_profiles.confidence IS 'How much the row can be relied on, 0 (nothing known) to 1 (settled)';

COMMENT ON COLUMN public.strategic_personality_profiles.computed_at IS 'When the row was computed';

COMMENT ON COLUMN public.strategic_personality_profiles.expires_at IS 'Until when the row counts as fresh';

COMMENT ON COLUMN public.strategic_personality_profiles.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';

CREATE VIEW public.cache_status AS
 SELECT 'strategic_memory_health'::text AS table_name,
    strategic_memory_health.bot_name,
    count(*) AS rows,
    count(*) FILTER (WHERE (strategic_memory_health.expires_at > now())) AS unexpired,
    count(*) FILTER (WHERE (strategic_memory_health.engine_version = 0)) AS by_hand,
    avg(strategic_memory_health.confidence) AS avg_confidence,
    min(strategic_memory_health.computed_at) AS oldest_computed_at,
    max(strategic_memory_health.computed_at) AS newest_computed_at
   FROM public.strategic_memory_health
  GROUP BY strategic_memory_health.bot_name
UNION ALL
 SELECT 'strategic_character_performance'::text AS table_name,
    strategic_character_performance.bot_name,
    count(*) AS rows,
    count(*) FILTER (WHERE (strategic_character_performance.expires_at > now())) AS unexpired,
    count(*) FILTER (WHERE (strategic_character_performance.engine_version = 0)) AS by_hand,
    avg(strategic_character_performance.confidence) AS avg_confidence,
    min(strategic_character_performance.computed_at) AS oldest_computed_at,
    max(strategic_character_performance.computed_at) AS newest_computed_at
   FROM public.strategic_character_performance
  GROUP BY strategic_character_performance.bot_name
UNION ALL
 SELECT 'strategic_personality_profiles'::text AS table_name,
    strategic_personality_profiles.bot_name,
    count(*) AS rows,
    count(*) FILTER (WHERE (strategic_personality_profiles.expires_at > now())) AS unexpired,
    count(*) FILTER (WHERE (strategic_personality_profiles.engine_version = 0)) AS by_hand,
    avg(strategic_personality_profiles.confidence) AS avg_confidence,
    min(strategic_personality_profiles.computed_at) AS oldest_computed_at,
    max(strategic_personality_profiles.computed_at) AS newest_computed_at
   FROM public.strategic_personality_profiles
  GROUP BY strategic_personality_profiles.bot_name
UNION ALL
 SELECT 'strategic_conversation_patterns'::text AS table_name,
    strategic_conversation_patterns.bot_name,
    count(*) AS rows,
    count(*) FILTER (WHERE (strategic_conversation_patterns.expires_at > now())) AS unexpired,
    count(*) FILTER (WHERE (strategic_conversation_patterns.engine_version = 0)) AS by_hand,
    avg(strategic_conversation_patterns.confidence) AS avg_confidence,
    min(strategic_conversation_patterns.computed_at) AS oldest_computed_at,
    max(strategic_conversation_patterns.computed_at) AS newest_computed_at
   FROM public.strategic_conversation_patterns
  GROUP BY strategic_conversation_patterns.bot_name
UNION ALL
 SELECT 'strategic_memory_behavior'::text AS table_name,
    strategic_memory_behavior.bot_name,
    count(*) AS rows,
    count(*) FILTER (WHERE (strategic_memory_behavior.expires_at > now())) AS unexpired,
    count(*) FILTER (WHERE (strategic_memory_behavior.engine_version = 0)) AS by_hand,
    avg(strategic_memory_behavior.confidence) AS avg_confidence,
    min(strategic_memory_behavior.computed_at) AS oldest_computed_at,
    max(strategic_memory_behavior.computed_at) AS newest_computed_at
   FROM public.strategic_memory_behavior
  GROUP BY strategic_memory_behavior.bot_name
UNION ALL
 SELECT 'strategic_engagement_opportunities'::text AS table_name,
    strategic_engagement_opportunities.bot_name,
    count(*) AS rows,
    count(*) FILTER (WHERE (strategic_engagement_opportunities.expires_at > now())) AS unexpired,
    count(*) FILTER (WHERE (strategic_engagement_opportunities.engine_version = 0)) AS by_hand,
    avg(strategic_engagement_opportunities.confidence) AS avg_confidence,
    min(strategic_engagement_opportunities.computed_at) AS oldest_computed_at,
    max(strategic_engagement_opportunities.computed_at) AS newest_computed_at
   FROM public.strategic_engagement_opportunities
  GROUP BY strategic_engagement_opportunities.bot_name;

COMMENT ON VIEW public.cache_status IS 'What the cache tables hold, by table and bot';

COMMENT ON COLUMN public.cache_status.rows IS 'Rows of the bot';

COMMENT ON COLUMN public.cache_status.unexpired IS 'Of them, those that a reader by SQL finds fresh; the API projects the others anew';

COMMENT ON COLUMN public.cache_status.by_hand IS 'Of them, those that somebody wrote by hand';

COMMENT ON COLUMN public.cache_status.avg_confidence IS 'Mean confidence, 0 to 1';

CREATE TABLE public.events (
    bot_name text NOT NULL,
    user_id text NOT NULL,
    seq bigint NOT NULL,
    event_id text NOT NULL,
    kind text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    payload jsonb NOT NULL,
    CONSTRAINT events_event_id_check CHECK (((length(event_id) >= 1) AND (length(event_id) <= 256))),
    CONSTRAINT events_kind_check CHECK ((kind = ANY (ARRAY['message'::text, 'memory'::text, 'recall'::text, 'score'::text, 'outreach'::text]))),
    CONSTRAINT events_payload_check CHECK ((jsonb_typeof(payload) = 'object'::text)),
    CONSTRAINT events_seq_check CHECK ((seq > 0))
);
ALTER TABLE ONLY public.events ALTER COLUMN payload SET STATISTICS 0;

COMMENT ON TABLE public.events IS 'The log: immutable facts, numbered within their conversation';

COMMENT ON COLUMN public.events.bot_name IS 'The bot';

COMMENT ON COLUMN public.events.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.events.seq IS 'Number within the conversation, in the order of arrival';

COMMENT ON COLUMN public.events.event_id IS 'The bot''s own id of the event; posting it again changes nothing';

COMMENT ON COLUMN public.events.kind IS 'message, memory, recall, score or outreach';

COMMENT ON COLUMN public.events.occurred_at IS 'When it happened, to the millisecond';

COMMENT ON COLUMN public.events.received_at IS 'When it was accepted';

COMMENT ON COLUMN public.events.payload IS 'What happened; its form depends on the kind';

CREATE VIEW public.conversation_lag AS
 SELECT c.bot_name,
    c.user_id,
    c.id AS conversation_id,
    (c.last_seq - c.folded_seq) AS unfolded,
    e.received_at AS behind_since,
    (EXTRACT(epoch FROM (now() - e.received_at)))::double precision AS lag_seconds,
        CASE
            WHEN (j.id IS NULL) THEN 'none'::text
            WHEN j.locked THEN 'running'::text
            WHEN (j.attempts >= j.max_attempts) THEN 'failed'::text
            WHEN (j.attempts > 0) THEN 'retrying'::text
            WHEN (j.run_at > now()) THEN 'waiting'::text
            ELSE 'due'::text
        END AS job,
    j.last_error
   FROM ((public.conversations c
     LEFT JOIN public.events e ON (((e.bot_name = c.bot_name) AND (e.user_id = c.user_id) AND (e.seq = (c.folded_seq + 1)))))
     LEFT JOIN public.queued_jobs() j(id, task, key, attempts, max_attempts, locked, last_error, run_at, created_at, updated_at) ON ((j.key = ('refresh_user:'::text || c.id))))
  WHERE (c.folded_seq < c.last_seq);

COMMENT ON VIEW public.conversation_lag IS 'Conversations with events that are not in their rows yet';

COMMENT ON COLUMN public.conversation_lag.unfolded IS 'Events that are not folded';

COMMENT ON COLUMN public.conversation_lag.behind_since IS 'When the first of them was accepted';

COMMENT ON COLUMN public.conversation_lag.job IS 'Its refresh: waiting, due, running, retrying, failed (for good), or none, which the next sweep mends';

COMMENT ON COLUMN public.conversation_lag.last_error IS 'Why the refresh failed the last time';

ALTER TABLE public.conversations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.conversations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.engine_checkpoints (
    bot_name text NOT NULL,
    user_id text NOT NULL,
    events bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    event_id text NOT NULL,
    states json NOT NULL,
    CONSTRAINT engine_checkpoints_events_check CHECK ((events > 0))
);
ALTER TABLE ONLY public.engine_checkpoints ALTER COLUMN states SET STATISTICS 0;

COMMENT ON TABLE public.engine_checkpoints IS 'Engine states at an earlier point of the folding order: the newest two, and the one that pruned events ended in';

COMMENT ON COLUMN public.engine_checkpoints.bot_name IS 'The bot';

COMMENT ON COLUMN public.engine_checkpoints.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.engine_checkpoints.events IS 'How many events, in folding order, are in it';

COMMENT ON COLUMN public.engine_checkpoints.occurred_at IS 'Time of the last of them';

COMMENT ON COLUMN public.engine_checkpoints.event_id IS 'Id of the last of them';

COMMENT ON COLUMN public.engine_checkpoints.states IS 'Array of {engine, version, state}';

CREATE TABLE public.engine_states (
    bot_name text NOT NULL,
    user_id text NOT NULL,
    engine text NOT NULL,
    version integer NOT NULL,
    seq bigint NOT NULL,
    state json NOT NULL,
    hours json,
    CONSTRAINT engine_states_engine_check CHECK ((engine = ANY (ARRAY['memory_aging'::text, 'character_performance'::text, 'personality_profile'::text, 'context_switch'::text, 'memory_behavior'::text, 'conversation_pattern'::text, 'proactive_engagement'::text]))),
    CONSTRAINT engine_states_seq_check CHECK ((seq >= 0)),
    CONSTRAINT engine_states_version_check CHECK ((version > 0))
);
ALTER TABLE ONLY public.engine_states ALTER COLUMN state SET STATISTICS 0;
ALTER TABLE ONLY public.engine_states ALTER COLUMN hours SET STATISTICS 0;

COMMENT ON TABLE public.engine_states IS 'What each engine carries from fold to fold, at most 64 kB each';

COMMENT ON COLUMN public.engine_states.bot_name IS 'The bot';

COMMENT ON COLUMN public.engine_states.user_id IS 'The user, as the bot names them';

COMMENT ON COLUMN public.engine_states.engine IS 'The engine';

COMMENT ON COLUMN public.engine_states.version IS 'Version of the engine that folded it';

COMMENT ON COLUMN public.engine_states.seq IS 'Events up to this number are in it';

COMMENT ON COLUMN public.engine_states.state IS 'The state, in the engine''s own form';

COMMENT ON COLUMN public.engine_states.hours IS 'What the conversation has added to score_hours under this version: [metric, hour since the epoch, n, sum, sum of squares]; null but for character_performance';

CREATE VIEW public.failed_jobs AS
 SELECT j.id,
    j.task,
    COALESCE(c.bot_name,
        CASE
            WHEN (j.key ~~ 'refresh_bot:%'::text) THEN substr(j.key, 13)
            ELSE NULL::text
        END) AS bot_name,
    c.user_id,
    j.attempts,
    j.last_error,
    j.updated_at AS failed_at
   FROM (public.queued_jobs() j(id, task, key, attempts, max_attempts, locked, last_error, run_at, created_at, updated_at)
     LEFT JOIN public.conversations c ON ((((j.key = ('refresh_user:'::text || c.id)) OR (j.key = ('refold_user:'::text || c.id))) OR (j.key = ('refresh_ahead:'::text || c.id)))))
  WHERE ((j.attempts >= j.max_attempts) AND (NOT j.locked));

COMMENT ON VIEW public.failed_jobs IS 'Jobs that used up their attempts: "coldpath jobs retry ID" gives them new ones';

COMMENT ON COLUMN public.failed_jobs.id IS 'What "coldpath jobs" calls it';

COMMENT ON COLUMN public.failed_jobs.last_error IS 'What went wrong the last time';

COMMENT ON COLUMN public.failed_jobs.failed_at IS 'When it was given up';

CREATE VIEW public.memories AS
 SELECT events.bot_name,
    events.user_id,
    events.seq,
    events.event_id,
    events.occurred_at,
    (events.payload ->> 'memory_id'::text) AS memory_id,
    (events.payload ->> 'content'::text) AS content,
    ((events.payload ->> 'importance'::text))::double precision AS importance
   FROM public.events
  WHERE (events.kind = 'memory'::text);

COMMENT ON VIEW public.memories IS 'Memories the bot stored';

CREATE VIEW public.messages AS
 SELECT events.bot_name,
    events.user_id,
    events.seq,
    events.event_id,
    events.occurred_at,
    (events.payload ->> 'role'::text) AS role,
    (events.payload ->> 'content'::text) AS content,
    ((events.payload -> 'emotion'::text) ->> 'label'::text) AS emotion,
    (events.payload -> 'traits'::text) AS traits
   FROM public.events
  WHERE (events.kind = 'message'::text);

COMMENT ON VIEW public.messages IS 'Messages of the log';

CREATE VIEW public.outreach AS
 SELECT events.bot_name,
    events.user_id,
    events.seq,
    events.event_id,
    events.occurred_at,
    (events.payload ->> 'topic'::text) AS topic,
    (events.payload ->> 'content'::text) AS content
   FROM public.events
  WHERE (events.kind = 'outreach'::text);

COMMENT ON VIEW public.outreach IS 'Messages by the bot that nobody asked for';

CREATE VIEW public.recalls AS
 SELECT events.bot_name,
    events.user_id,
    events.seq,
    events.event_id,
    events.occurred_at,
    (events.payload ->> 'memory_id'::text) AS memory_id,
    COALESCE(((events.payload ->> 'recalled'::text))::boolean, true) AS recalled
   FROM public.events
  WHERE (events.kind = 'recall'::text);

COMMENT ON VIEW public.recalls IS 'Recalls of memories';

CREATE TABLE public.score_hours (
    bot_name text NOT NULL,
    metric text NOT NULL,
    hour timestamp with time zone NOT NULL,
    shard smallint NOT NULL,
    version integer NOT NULL,
    n numeric NOT NULL,
    sum numeric NOT NULL,
    sum_squares numeric NOT NULL,
    CONSTRAINT score_hours_hour_check CHECK ((date_trunc('hour'::text, hour, 'UTC'::text) = hour)),
    CONSTRAINT score_hours_shard_check CHECK (((shard >= 0) AND (shard <= 15))),
    CONSTRAINT score_hours_version_check CHECK ((version > 0))
);

COMMENT ON TABLE public.score_hours IS 'Hourly sums per bot over all its conversations; add up the shards. Exact for the last 720 hours, older rows wait to be pruned';

COMMENT ON COLUMN public.score_hours.bot_name IS 'The bot';

COMMENT ON COLUMN public.score_hours.metric IS 'What is summed';

COMMENT ON COLUMN public.score_hours.hour IS 'Start of the hour';

COMMENT ON COLUMN public.score_hours.shard IS 'One of 16 rows an hour, so that workers seldom wait for each other';

COMMENT ON COLUMN public.score_hours.version IS 'Version of the engine that added to it; sums of another version are not counted';

COMMENT ON COLUMN public.score_hours.n IS 'Number of values';

COMMENT ON COLUMN public.score_hours.sum IS 'Sum of the values; decimal, so the order of adding does not matter';

COMMENT ON COLUMN public.score_hours.sum_squares IS 'Sum of the squared values';

CREATE VIEW public.scores AS
 SELECT events.bot_name,
    events.user_id,
    events.seq,
    events.event_id,
    events.occurred_at,
    (events.payload ->> 'metric'::text) AS metric,
    ((events.payload ->> 'value'::text))::double precision AS value
   FROM public.events
  WHERE (events.kind = 'score'::text);

COMMENT ON VIEW public.scores IS 'Quality scores the bot gave its turns';

CREATE TABLE public.shadow_checks (
    bot_name text NOT NULL,
    day date NOT NULL,
    section text NOT NULL,
    freshness text NOT NULL,
    checked bigint NOT NULL,
    different bigint NOT NULL,
    distance_sum double precision NOT NULL,
    distance_max double precision NOT NULL,
    CONSTRAINT shadow_checks_check CHECK (((different >= 0) AND (different <= checked))),
    CONSTRAINT shadow_checks_checked_check CHECK ((checked > 0)),
    CONSTRAINT shadow_checks_distance_max_check CHECK (((distance_max >= (0)::double precision) AND (distance_max <= (1)::double precision))),
    CONSTRAINT shadow_checks_distance_sum_check CHECK ((distance_sum >= (0)::double precision)),
    CONSTRAINT shadow_checks_freshness_check CHECK ((freshness = ANY (ARRAY['fresh'::text, 'stale'::text]))),
    CONSTRAINT shadow_checks_section_check CHECK ((section = ANY (ARRAY['memory_health'::text, 'character_performance'::text, 'personality_profile'::text, 'conversation_patterns'::text, 'memory_behavior'::text, 'engagement_opportunities'::text])))
);

COMMENT ON TABLE public.shadow_checks IS 'Reads that were recomputed from the events, by day: how far the answer was from the true one. Kept for 90 days';

COMMENT ON COLUMN public.shadow_checks.bot_name IS 'The bot';

COMMENT ON COLUMN public.shadow_checks.day IS 'The day, in UTC, on which the reads were answered';

COMMENT ON COLUMN public.shadow_checks.section IS 'The section';

COMMENT ON COLUMN public.shadow_checks.freshness IS 'How the section was labelled: fresh or stale';

COMMENT ON COLUMN public.shadow_checks.checked IS 'Sections that were recomputed';

COMMENT ON COLUMN public.shadow_checks.different IS 'Those of them that said anything else, were it the last digit of an age';

COMMENT ON COLUMN public.shadow_checks.distance_sum IS 'Sum of the distances, each 0 (the same) to 1 (nothing in common); divided by checked, the mean';

COMMENT ON COLUMN public.shadow_checks.distance_max IS 'The largest distance';

CREATE TABLE public.workers (
    worker_id uuid NOT NULL,
    graphile_worker_ids text[] DEFAULT '{}'::text[] NOT NULL,
    concurrency integer NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT workers_concurrency_check CHECK ((concurrency > 0))
);

COMMENT ON TABLE public.workers IS 'Worker processes that are alive, or died within the last minute';

COMMENT ON COLUMN public.workers.worker_id IS 'One start of one worker process';

COMMENT ON COLUMN public.workers.graphile_worker_ids IS 'What Graphile Worker calls its workers in that process; jobs are locked in these names';

COMMENT ON COLUMN public.workers.concurrency IS 'Jobs it runs at once';

COMMENT ON COLUMN public.workers.started_at IS 'When it started';

COMMENT ON COLUMN public.workers.heartbeat_at IS 'Its last sign of life';

ALTER TABLE ONLY public.annotations
    ADD CONSTRAINT annotations_pkey PRIMARY KEY (bot_name, user_id, seq);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.bot_states
    ADD CONSTRAINT bot_states_pkey PRIMARY KEY (bot_name, engine);

ALTER TABLE ONLY public.bots
    ADD CONSTRAINT bots_pkey PRIMARY KEY (bot_name);

ALTER TABLE ONLY public.cache_reads
    ADD CONSTRAINT cache_reads_pkey PRIMARY KEY (hour, bot_name, table_name, outcome);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_id_key UNIQUE (id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (bot_name, user_id);

ALTER TABLE ONLY public.engine_checkpoints
    ADD CONSTRAINT engine_checkpoints_pkey PRIMARY KEY (bot_name, user_id, events);

ALTER TABLE ONLY public.engine_states
    ADD CONSTRAINT engine_states_pkey PRIMARY KEY (bot_name, user_id, engine);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_bot_name_user_id_event_id_key UNIQUE (bot_name, user_id, event_id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (bot_name, user_id, seq);

ALTER TABLE ONLY public.score_hours
    ADD CONSTRAINT score_hours_pkey PRIMARY KEY (bot_name, hour, metric, shard, version);

ALTER TABLE ONLY public.shadow_checks
    ADD CONSTRAINT shadow_checks_pkey PRIMARY KEY (bot_name, day, section, freshness);

ALTER TABLE ONLY public.strategic_character_performance
    ADD CONSTRAINT strategic_character_performance_bot_name_time_window_hours_key UNIQUE (bot_name, time_window_hours);

ALTER TABLE ONLY public.strategic_character_performance
    ADD CONSTRAINT strategic_character_performance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.strategic_conversation_patterns
    ADD CONSTRAINT strategic_conversation_patterns_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.strategic_conversation_patterns
    ADD CONSTRAINT strategic_conversation_patterns_user_id_bot_name_key UNIQUE (user_id, bot_name);

ALTER TABLE ONLY public.strategic_engagement_opportunities
    ADD CONSTRAINT strategic_engagement_opportunities_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.strategic_engagement_opportunities
    ADD CONSTRAINT strategic_engagement_opportunities_user_id_bot_name_key UNIQUE (user_id, bot_name);

ALTER TABLE ONLY public.strategic_memory_behavior
    ADD CONSTRAINT strategic_memory_behavior_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.strategic_memory_behavior
    ADD CONSTRAINT strategic_memory_behavior_user_id_bot_name_key UNIQUE (user_id, bot_name);

ALTER TABLE ONLY public.strategic_memory_health
    ADD CONSTRAINT strategic_memory_health_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.strategic_memory_health
    ADD CONSTRAINT strategic_memory_health_user_id_bot_name_key UNIQUE (user_id, bot_name);

ALTER TABLE ONLY public.strategic_personality_profiles
    ADD CONSTRAINT strategic_personality_profiles_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.strategic_personality_profiles
    ADD CONSTRAINT strategic_personality_profiles_user_id_bot_name_key UNIQUE (user_id, bot_name);

ALTER TABLE ONLY public.workers
    ADD CONSTRAINT workers_pkey PRIMARY KEY (worker_id);

CREATE INDEX conversations_behind_idx ON public.conversations USING btree (bot_name) WHERE (folded_seq < last_seq);

CREATE INDEX engine_states_version_idx ON public.engine_states USING btree (engine, version);

CREATE INDEX strategic_character_performance_expires_at_idx ON public.strategic_character_performance USING btree (expires_at);

CREATE INDEX strategic_conversation_patterns_expires_at_idx ON public.strategic_conversation_patterns USING btree (expires_at);

CREATE INDEX strategic_engagement_opportunities_expires_at_idx ON public.strategic_engagement_opportunities USING btree (expires_at);

CREATE INDEX strategic_memory_behavior_expires_at_idx ON public.strategic_memory_behavior USING btree (expires_at);

CREATE INDEX strategic_memory_health_expires_at_idx ON public.strategic_memory_health USING btree (expires_at);

CREATE INDEX strategic_personality_profiles_expires_at_idx ON public.strategic_personality_profiles USING btree (expires_at);

CREATE TRIGGER forget_guidance BEFORE UPDATE ON public.strategic_character_performance FOR EACH ROW WHEN (((old.guidance IS NOT NULL) AND (NOT (new.guidance IS DISTINCT FROM old.guidance)))) EXECUTE FUNCTION public.forget_guidance();

CREATE TRIGGER forget_guidance BEFORE UPDATE ON public.strategic_conversation_patterns FOR EACH ROW WHEN (((old.guidance IS NOT NULL) AND (NOT (new.guidance IS DISTINCT FROM old.guidance)))) EXECUTE FUNCTION public.forget_guidance();

CREATE TRIGGER forget_guidance BEFORE UPDATE ON public.strategic_engagement_opportunities FOR EACH ROW WHEN (((old.guidance IS NOT NULL) AND (NOT (new.guidance IS DISTINCT FROM old.guidance)))) EXECUTE FUNCTION public.forget_guidance();

CREATE TRIGGER forget_guidance BEFORE UPDATE ON public.strategic_memory_behavior FOR EACH ROW WHEN (((old.guidance IS NOT NULL) AND (NOT (new.guidance IS DISTINCT FROM old.guidance)))) EXECUTE FUNCTION public.forget_guidance();

CREATE TRIGGER forget_guidance BEFORE UPDATE ON public.strategic_memory_health FOR EACH ROW WHEN (((old.guidance IS NOT NULL) AND (NOT (new.guidance IS DISTINCT FROM old.guidance)))) EXECUTE FUNCTION public.forget_guidance();

CREATE TRIGGER forget_guidance BEFORE UPDATE ON public.strategic_personality_profiles FOR EACH ROW WHEN (((old.guidance IS NOT NULL) AND (NOT (new.guidance IS DISTINCT FROM old.guidance)))) EXECUTE FUNCTION public.forget_guidance();

CREATE TRIGGER keys_changed AFTER INSERT OR DELETE OR UPDATE OF key_id, key_hash, bot_name, scopes, revoked_at OR TRUNCATE ON public.api_keys FOR EACH STATEMENT EXECUTE FUNCTION public.notify_keys_changed();

CREATE TRIGGER row_changed AFTER INSERT OR DELETE OR UPDATE ON public.strategic_character_performance FOR EACH ROW EXECUTE FUNCTION public.notify_bot_row_changed();

CREATE TRIGGER row_changed AFTER INSERT OR DELETE OR UPDATE ON public.strategic_conversation_patterns FOR EACH ROW EXECUTE FUNCTION public.notify_conversation_row_changed();

CREATE TRIGGER row_changed AFTER INSERT OR DELETE OR UPDATE ON public.strategic_engagement_opportunities FOR EACH ROW EXECUTE FUNCTION public.notify_conversation_row_changed();

CREATE TRIGGER row_changed AFTER INSERT OR DELETE OR UPDATE ON public.strategic_memory_behavior FOR EACH ROW EXECUTE FUNCTION public.notify_conversation_row_changed();

CREATE TRIGGER row_changed AFTER INSERT OR DELETE OR UPDATE ON public.strategic_memory_health FOR EACH ROW EXECUTE FUNCTION public.notify_conversation_row_changed();

CREATE TRIGGER row_changed AFTER INSERT OR DELETE OR UPDATE ON public.strategic_personality_profiles FOR EACH ROW EXECUTE FUNCTION public.notify_conversation_row_changed();

CREATE TRIGGER rows_truncated AFTER TRUNCATE ON public.strategic_character_performance FOR EACH STATEMENT EXECUTE FUNCTION public.notify_rows_truncated();

CREATE TRIGGER rows_truncated AFTER TRUNCATE ON public.strategic_conversation_patterns FOR EACH STATEMENT EXECUTE FUNCTION public.notify_rows_truncated();

CREATE TRIGGER rows_truncated AFTER TRUNCATE ON public.strategic_engagement_opportunities FOR EACH STATEMENT EXECUTE FUNCTION public.notify_rows_truncated();

CREATE TRIGGER rows_truncated AFTER TRUNCATE ON public.strategic_memory_behavior FOR EACH STATEMENT EXECUTE FUNCTION public.notify_rows_truncated();

CREATE TRIGGER rows_truncated AFTER TRUNCATE ON public.strategic_memory_health FOR EACH STATEMENT EXECUTE FUNCTION public.notify_rows_truncated();

CREATE TRIGGER rows_truncated AFTER TRUNCATE ON public.strategic_personality_profiles FOR EACH STATEMENT EXECUTE FUNCTION public.notify_rows_truncated();

ALTER TABLE ONLY public.annotations
    ADD CONSTRAINT annotations_bot_name_user_id_seq_fkey FOREIGN KEY (bot_name, user_id, seq) REFERENCES public.events(bot_name, user_id, seq) ON DELETE CASCADE;

ALTER TABLE ONLY public.bot_states
    ADD CONSTRAINT bot_states_bot_name_fkey FOREIGN KEY (bot_name) REFERENCES public.bots(bot_name) ON DELETE CASCADE;

ALTER TABLE ONLY public.engine_checkpoints
    ADD CONSTRAINT engine_checkpoints_bot_name_user_id_fkey FOREIGN KEY (bot_name, user_id) REFERENCES public.conversations(bot_name, user_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.engine_states
    ADD CONSTRAINT engine_states_bot_name_user_id_fkey FOREIGN KEY (bot_name, user_id) REFERENCES public.conversations(bot_name, user_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_bot_name_user_id_fkey FOREIGN KEY (bot_name, user_id) REFERENCES public.conversations(bot_name, user_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.shadow_checks
    ADD CONSTRAINT shadow_checks_bot_name_fkey FOREIGN KEY (bot_name) REFERENCES public.bots(bot_name) ON DELETE CASCADE;
