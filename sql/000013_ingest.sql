-- What a POST of events does, as one call: its trips and the start of each statement cost as much as the work. Each
-- statement in these functions sees what was committed before it began; so what is read under a lock is what holds.

CREATE FUNCTION open_conversation(of_bot text, of_user text) RETURNS conversations LANGUAGE plpgsql AS $$
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
COMMENT ON FUNCTION open_conversation(text, text) IS 'Holds a conversation until the transaction ends; makes it, and its bot, where it is new';

ALTER TABLE bots ADD COLUMN backlog integer, ADD COLUMN backlog_counted_at timestamptz;
COMMENT ON COLUMN bots.backlog IS 'Conversations with events that are not folded yet, when they were counted last; counted up to the greatest size that makes a difference';
COMMENT ON COLUMN bots.backlog_counted_at IS 'When that was; a count is remembered only when it took long';

CREATE FUNCTION count_backlog(of_bot text, at_most integer, remembered_from integer) RETURNS integer LANGUAGE plpgsql AS $$
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
COMMENT ON FUNCTION count_backlog(text, integer, integer) IS 'Counts the conversations of a bot that are behind, up to a number; a great number is that of the last second';

-- Planned once, for any size of a queue that grows and shrinks: the planner would rather plan the counting, and a statement
-- of Graphile Worker's, anew every time, and would read a queue that was empty then from end to end.
CREATE FUNCTION queue_job(
  task text, body json, of_key text, delay_seconds double precision, moves boolean, usual_priority integer,
  most_attempts integer, behind_others_of text, backlog_classes integer[]
) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
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
COMMENT ON FUNCTION queue_job(text, json, text, double precision, boolean, integer, integer, text, integer[]) IS 'Sees to it that a job with this key runs after this transaction: adds one, or changes the one that waits where it has to';

CREATE FUNCTION ingest_events(
  of_bot text, of_user text, given jsonb, threshold integer, debounce_seconds double precision, usual_priority integer,
  most_attempts integer, backlog_classes integer[]
) RETURNS TABLE (event_id text, seq bigint) LANGUAGE plpgsql AS $$
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
COMMENT ON FUNCTION ingest_events(text, text, jsonb, integer, double precision, integer, integer, integer[]) IS 'Adds events, each id once, to the log of a conversation and queues its refresh; tells the seq of those that were added, and null of those that are older than the history that was kept';
