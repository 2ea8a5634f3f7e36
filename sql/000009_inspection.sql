-- What an operator looks at with psql: counts of reads, views, and a role that may look and do nothing else.

CREATE TABLE cache_reads (
  hour timestamptz NOT NULL CHECK (date_trunc('hour', hour, 'UTC') = hour),
  bot_name text NOT NULL CHECK (length(bot_name) BETWEEN 1 AND 256),
  table_name text NOT NULL CHECK (table_name LIKE 'strategic\_%'),
  outcome text NOT NULL CHECK (outcome IN ('hit', 'stale', 'heuristic', 'miss', 'degraded')),
  reads bigint NOT NULL CHECK (reads > 0),
  PRIMARY KEY (hour, bot_name, table_name, outcome)
);
COMMENT ON TABLE cache_reads IS 'How many sections were read, added up by all web processes once a minute; kept for 90 days';
COMMENT ON COLUMN cache_reads.hour IS 'Start of the hour';
COMMENT ON COLUMN cache_reads.bot_name IS 'The bot; "other" for those past the 50 that a process tells apart';
COMMENT ON COLUMN cache_reads.table_name IS 'The cache table behind the section';
COMMENT ON COLUMN cache_reads.outcome IS 'hit: fresh; stale; heuristic: from counters alone; miss: nothing known; degraded: the database could not be asked';
COMMENT ON COLUMN cache_reads.reads IS 'Sections that were served';

CREATE VIEW cache_hit_rates AS
  SELECT hour, bot_name, table_name, sum(reads)::bigint AS reads,
    coalesce(sum(reads) FILTER (WHERE outcome = 'hit'), 0)::bigint AS hits,
    coalesce(sum(reads) FILTER (WHERE outcome = 'stale'), 0)::bigint AS stale,
    coalesce(sum(reads) FILTER (WHERE outcome = 'heuristic'), 0)::bigint AS heuristic,
    coalesce(sum(reads) FILTER (WHERE outcome = 'miss'), 0)::bigint AS misses,
    coalesce(sum(reads) FILTER (WHERE outcome = 'degraded'), 0)::bigint AS degraded,
    round(coalesce(sum(reads) FILTER (WHERE outcome = 'hit'), 0) / sum(reads), 4) AS hit_rate
  FROM cache_reads GROUP BY hour, bot_name, table_name;
COMMENT ON VIEW cache_hit_rates IS 'How reads went, by hour, bot and table, up to a minute ago';
COMMENT ON COLUMN cache_hit_rates.reads IS 'Sections that were served';
COMMENT ON COLUMN cache_hit_rates.hits IS 'Of them, those that were fresh';
COMMENT ON COLUMN cache_hit_rates.hit_rate IS 'hits / reads';

CREATE VIEW cache_status AS
  SELECT 'strategic_memory_health' AS table_name, bot_name, count(*) AS rows,
    count(*) FILTER (WHERE expires_at > now()) AS unexpired, count(*) FILTER (WHERE engine_version = 0) AS by_hand,
    avg(confidence) AS avg_confidence, min(computed_at) AS oldest_computed_at, max(computed_at) AS newest_computed_at
  FROM strategic_memory_health GROUP BY bot_name
  UNION ALL
  SELECT 'strategic_character_performance' AS table_name, bot_name, count(*) AS rows,
    count(*) FILTER (WHERE expires_at > now()) AS unexpired, count(*) FILTER (WHERE engine_version = 0) AS by_hand,
    avg(confidence) AS avg_confidence, min(computed_at) AS oldest_computed_at, max(computed_at) AS newest_computed_at
  FROM strategic_character_performance GROUP BY bot_name
  UNION ALL
  SELECT 'strategic_personality_profiles' AS table_name, bot_name, count(*) AS rows,
    count(*) FILTER (WHERE expires_at > now()) AS unexpired, count(*) FILTER (WHERE engine_version = 0) AS by_hand,
    avg(confidence) AS avg_confidence, min(computed_at) AS oldest_computed_at, max(computed_at) AS newest_computed_at
  FROM strategic_personality_profiles GROUP BY bot_name
  UNION ALL
  SELECT 'strategic_conversation_patterns' AS table_name, bot_name, count(*) AS rows,
    count(*) FILTER (WHERE expires_at > now()) AS unexpired, count(*) FILTER (WHERE engine_version = 0) AS by_hand,
    avg(confidence) AS avg_confidence, min(computed_at) AS oldest_computed_at, max(computed_at) AS newest_computed_at
  FROM strategic_conversation_patterns GROUP BY bot_name
  UNION ALL
  SELECT 'strategic_memory_behavior' AS table_name, bot_name, count(*) AS rows,
    count(*) FILTER (WHERE expires_at > now()) AS unexpired, count(*) FILTER (WHERE engine_version = 0) AS by_hand,
    avg(confidence) AS avg_confidence, min(computed_at) AS oldest_computed_at, max(computed_at) AS newest_computed_at
  FROM strategic_memory_behavior GROUP BY bot_name
  UNION ALL
  SELECT 'strategic_engagement_opportunities' AS table_name, bot_name, count(*) AS rows,
    count(*) FILTER (WHERE expires_at > now()) AS unexpired, count(*) FILTER (WHERE engine_version = 0) AS by_hand,
    avg(confidence) AS avg_confidence, min(computed_at) AS oldest_computed_at, max(computed_at) AS newest_computed_at
  FROM strategic_engagement_opportunities GROUP BY bot_name;
COMMENT ON VIEW cache_status IS 'What the cache tables hold, by table and bot';
COMMENT ON COLUMN cache_status.rows IS 'Rows of the bot';
COMMENT ON COLUMN cache_status.unexpired IS 'Of them, those that a reader by SQL finds fresh; the API projects the others anew';
COMMENT ON COLUMN cache_status.by_hand IS 'Of them, those that somebody wrote by hand';
COMMENT ON COLUMN cache_status.avg_confidence IS 'Mean confidence, 0 to 1';

-- A function in between, because a view over the queue's own tables would stand in the way of the queue's migrations.
-- It runs with its owner's rights, so that whoever may look at the views needs none on the queue.
CREATE FUNCTION queued_jobs() RETURNS TABLE (
  id bigint, task text, key text, attempts integer, max_attempts integer, locked boolean, last_error text,
  run_at timestamptz, created_at timestamptz, updated_at timestamptz
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT j.id::bigint, j.task_identifier::text, j.key::text, j.attempts::integer, j.max_attempts::integer,
    j.locked_at IS NOT NULL, j.last_error::text, j.run_at, j.created_at, j.updated_at
  FROM graphile_worker.jobs AS j
  WHERE j.task_identifier IN ('refresh_user', 'refold_user', 'refresh_bot', 'sweep', 'prune');
END
$$;
COMMENT ON FUNCTION queued_jobs() IS 'The jobs of coldpath in the queue';
REVOKE ALL ON FUNCTION queued_jobs() FROM PUBLIC;

CREATE VIEW conversation_lag AS
  SELECT c.bot_name, c.user_id, c.id AS conversation_id, c.last_seq - c.folded_seq AS unfolded,
    e.received_at AS behind_since, extract(epoch FROM now() - e.received_at)::double precision AS lag_seconds,
    CASE
      WHEN j.id IS NULL THEN 'none'
      WHEN j.locked THEN 'running'
      WHEN j.attempts >= j.max_attempts THEN 'failed'
      WHEN j.attempts > 0 THEN 'retrying'
      WHEN j.run_at > now() THEN 'waiting'
      ELSE 'due'
    END AS job, j.last_error
  FROM conversations AS c
  LEFT JOIN events AS e ON e.bot_name = c.bot_name AND e.user_id = c.user_id AND e.seq = c.folded_seq + 1
  LEFT JOIN queued_jobs() AS j ON j.key = 'refresh_user:' || c.id
  WHERE c.folded_seq < c.last_seq;
COMMENT ON VIEW conversation_lag IS 'Conversations with events that are not in their rows yet';
COMMENT ON COLUMN conversation_lag.unfolded IS 'Events that are not folded';
COMMENT ON COLUMN conversation_lag.behind_since IS 'When the first of them was accepted';
COMMENT ON COLUMN conversation_lag.job IS 'Its refresh: waiting, due, running, retrying, failed (for good), or none, which the next sweep mends';
COMMENT ON COLUMN conversation_lag.last_error IS 'Why the refresh failed the last time';

CREATE VIEW failed_jobs AS
  SELECT j.id, j.task, coalesce(c.bot_name, CASE WHEN j.key LIKE 'refresh_bot:%' THEN substr(j.key, 13) END) AS bot_name,
    c.user_id, j.attempts, j.last_error, j.updated_at AS failed_at
  FROM queued_jobs() AS j
  LEFT JOIN conversations AS c ON j.key IN ('refresh_user:' || c.id, 'refold_user:' || c.id, 'refresh_ahead:' || c.id)
  WHERE j.attempts >= j.max_attempts AND NOT j.locked;
COMMENT ON VIEW failed_jobs IS 'Jobs that used up their attempts: "coldpath jobs retry ID" gives them new ones';
COMMENT ON COLUMN failed_jobs.id IS 'What "coldpath jobs" calls it';
COMMENT ON COLUMN failed_jobs.last_error IS 'What went wrong the last time';
COMMENT ON COLUMN failed_jobs.failed_at IS 'When it was given up';

-- Not the log itself: no messages, no annotations, no states, no keys.
CREATE FUNCTION grant_inspection(role_name text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
COMMENT ON FUNCTION grant_inspection(text) IS 'Lets a role look at the cache tables, the views of docs/sql.md and the counters behind them';
REVOKE ALL ON FUNCTION grant_inspection(text) FROM PUBLIC;

-- Roles belong to the whole server: another database of it may have made this one, and a managed server may not let us.
DO $$
BEGIN
  BEGIN
    CREATE ROLE coldpath_readonly NOLOGIN;
  EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
      RAISE NOTICE 'this role may not create roles: make one and call grant_inspection, see docs/sql.md';
  END;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coldpath_readonly') THEN
    PERFORM grant_inspection('coldpath_readonly');
  END IF;
END
$$;
