-- What keeps the queue moving when a worker dies, and what keeps refolds and the log short.

CREATE TABLE workers (
  worker_id uuid NOT NULL PRIMARY KEY,
  graphile_worker_ids text[] NOT NULL DEFAULT '{}',
  concurrency integer NOT NULL CHECK (concurrency > 0),
  started_at timestamptz NOT NULL DEFAULT now(),
  heartbeat_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE workers IS 'Worker processes that are alive, or died within the last minute';
COMMENT ON COLUMN workers.worker_id IS 'One start of one worker process';
COMMENT ON COLUMN workers.graphile_worker_ids IS 'What Graphile Worker calls its workers in that process; jobs are locked in these names';
COMMENT ON COLUMN workers.concurrency IS 'Jobs it runs at once';
COMMENT ON COLUMN workers.started_at IS 'When it started';
COMMENT ON COLUMN workers.heartbeat_at IS 'Its last sign of life';

-- Only the few conversations that are behind: for the sweep, and to tell how long a bot''s backlog is.
CREATE INDEX conversations_behind_idx ON conversations (bot_name) WHERE folded_seq < last_seq;
