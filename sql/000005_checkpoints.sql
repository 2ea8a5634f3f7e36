-- Engine states as they were some hundred events ago: where a late event folds on from, and what stands in for events
-- that were pruned.

CREATE TABLE engine_checkpoints (
  bot_name text NOT NULL,
  user_id text NOT NULL,
  events bigint NOT NULL CHECK (events > 0),
  occurred_at timestamptz NOT NULL,
  event_id text NOT NULL,
  states json NOT NULL,
  PRIMARY KEY (bot_name, user_id, events),
  FOREIGN KEY (bot_name, user_id) REFERENCES conversations (bot_name, user_id) ON DELETE CASCADE
);
COMMENT ON TABLE engine_checkpoints IS 'Engine states at an earlier point of the folding order: the newest two, and the one that pruned events ended in';
COMMENT ON COLUMN engine_checkpoints.bot_name IS 'The bot';
COMMENT ON COLUMN engine_checkpoints.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN engine_checkpoints.events IS 'How many events, in folding order, are in it';
COMMENT ON COLUMN engine_checkpoints.occurred_at IS 'Time of the last of them';
COMMENT ON COLUMN engine_checkpoints.event_id IS 'Id of the last of them';
COMMENT ON COLUMN engine_checkpoints.states IS 'Array of {engine, version, state}';

ALTER TABLE conversations
  ADD COLUMN pruned_events bigint NOT NULL DEFAULT 0 CHECK (pruned_events >= 0),
  ADD COLUMN pruned_before timestamptz,
  ADD COLUMN rows_retired boolean NOT NULL DEFAULT false,
  ADD CHECK ((pruned_events = 0) = (pruned_before IS NULL));
COMMENT ON COLUMN conversations.pruned_events IS 'Events in the checkpoint that stands in for pruned ones; 0 when none were pruned';
COMMENT ON COLUMN conversations.pruned_before IS 'Events at or before this time are no longer accepted; null when none were pruned';
COMMENT ON COLUMN conversations.rows_retired IS 'Whether retention deleted the cache rows of this idle conversation; a read projects its states';

-- A state is rewritten at every refresh: lz4 packs it in half the time. Not every build of Postgres has it.
DO $$
BEGIN
  ALTER TABLE engine_states ALTER COLUMN state SET COMPRESSION lz4, ALTER COLUMN hours SET COMPRESSION lz4;
  ALTER TABLE engine_checkpoints ALTER COLUMN states SET COMPRESSION lz4;
EXCEPTION
  WHEN feature_not_supported THEN NULL;
END
$$;
