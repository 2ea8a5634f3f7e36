-- What the web processes may do, for the role coldpath_web: read and write rows, through the functions of the queue too,
-- but neither drop nor truncate nor alter anything, nor change what was migrated. "npm run migrate" runs this every time
-- on a database that has a role of that name (docs/operate.md), so that it covers what a release adds.

GRANT USAGE ON SCHEMA public, graphile_worker TO coldpath_web;

GRANT SELECT, INSERT, UPDATE, DELETE ON
  bots, conversations, events, annotations, engine_states, engine_checkpoints, bot_states, score_hours, cache_reads,
  strategic_memory_health, strategic_character_performance, strategic_personality_profiles,
  strategic_conversation_patterns, strategic_memory_behavior, strategic_engagement_opportunities
TO coldpath_web;
-- A key is revoked, never deleted.
GRANT SELECT, INSERT, UPDATE ON api_keys TO coldpath_web;
GRANT SELECT ON coldpath_migrations, workers, shadow_checks, messages, memories, recalls, scores, outreach TO coldpath_web;

-- The queue's functions run with the rights of their caller, and its tables have row level security switched on.
GRANT SELECT ON ALL TABLES IN SCHEMA graphile_worker TO coldpath_web;
GRANT INSERT, UPDATE, DELETE ON
  graphile_worker._private_jobs, graphile_worker._private_job_queues, graphile_worker._private_tasks
TO coldpath_web;
DO $$
DECLARE
  queue_table text;
BEGIN
  FOREACH queue_table IN ARRAY ARRAY['_private_jobs', '_private_job_queues', '_private_tasks'] LOOP
    IF NOT EXISTS (
      SELECT FROM pg_policies
      WHERE schemaname = 'graphile_worker' AND tablename = queue_table AND policyname = 'coldpath_web'
    ) THEN
      EXECUTE format('CREATE POLICY coldpath_web ON graphile_worker.%I TO coldpath_web USING (true)', queue_table);
    END IF;
  END LOOP;
END
$$;
