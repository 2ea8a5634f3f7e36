-- What is derived from the log, once: annotations, engine states, hourly sums.

CREATE TABLE annotations (
  bot_name text NOT NULL,
  user_id text NOT NULL,
  seq bigint NOT NULL,
  analyzer_version integer NOT NULL CHECK (analyzer_version >= 0),
  analysis jsonb NOT NULL CHECK (jsonb_typeof(analysis) = 'object'),
  embedding_source text,
  embedding real[],
  PRIMARY KEY (bot_name, user_id, seq),
  FOREIGN KEY (bot_name, user_id, seq) REFERENCES events (bot_name, user_id, seq) ON DELETE CASCADE,
  CHECK ((embedding IS NULL) = (embedding_source IS NULL))
);
COMMENT ON TABLE annotations IS 'What text analysis says of each message; every message is analysed once';
COMMENT ON COLUMN annotations.bot_name IS 'The bot';
COMMENT ON COLUMN annotations.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN annotations.seq IS 'Number of the message in the log';
COMMENT ON COLUMN annotations.analyzer_version IS 'Version of the text analysis';
COMMENT ON COLUMN annotations.analysis IS 'Counts, sentiment, formality, lemmas and phrases of the message';
COMMENT ON COLUMN annotations.embedding_source IS 'Name of the built-in model; null without one, and when the embedding came with the message';
COMMENT ON COLUMN annotations.embedding IS 'Sentence embedding by that model';

-- json, not jsonb: a state comes back byte for byte as it was written, and nobody searches in it.
CREATE TABLE engine_states (
  bot_name text NOT NULL,
  user_id text NOT NULL,
  engine text NOT NULL CHECK (engine IN ('memory_aging', 'character_performance', 'personality_profile',
    'context_switch', 'memory_behavior', 'conversation_pattern', 'proactive_engagement')),
  version integer NOT NULL CHECK (version > 0),
  seq bigint NOT NULL CHECK (seq >= 0),
  state json NOT NULL,
  hours json,
  PRIMARY KEY (bot_name, user_id, engine),
  FOREIGN KEY (bot_name, user_id) REFERENCES conversations (bot_name, user_id) ON DELETE CASCADE
);
COMMENT ON TABLE engine_states IS 'What each engine carries from fold to fold, at most 64 kB each';
COMMENT ON COLUMN engine_states.bot_name IS 'The bot';
COMMENT ON COLUMN engine_states.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN engine_states.engine IS 'The engine';
COMMENT ON COLUMN engine_states.version IS 'Version of the engine that folded it';
COMMENT ON COLUMN engine_states.seq IS 'Events up to this number are in it';
COMMENT ON COLUMN engine_states.state IS 'The state, in the engine''s own form';
COMMENT ON COLUMN engine_states.hours IS 'What the conversation has added to score_hours under this version: [metric, hour since the epoch, n, sum, sum of squares]; null but for character_performance';

CREATE TABLE score_hours (
  bot_name text NOT NULL,
  metric text NOT NULL,
  hour timestamptz NOT NULL CHECK (date_trunc('hour', hour, 'UTC') = hour),
  shard smallint NOT NULL CHECK (shard BETWEEN 0 AND 15),
  version integer NOT NULL CHECK (version > 0),
  n numeric NOT NULL,
  sum numeric NOT NULL,
  sum_squares numeric NOT NULL,
  PRIMARY KEY (bot_name, hour, metric, shard, version)
);
COMMENT ON TABLE score_hours IS 'Hourly sums per bot over all its conversations; add up the shards. Exact for the last 720 hours, older rows wait to be pruned';
COMMENT ON COLUMN score_hours.bot_name IS 'The bot';
COMMENT ON COLUMN score_hours.metric IS 'What is summed';
COMMENT ON COLUMN score_hours.hour IS 'Start of the hour';
COMMENT ON COLUMN score_hours.shard IS 'One of 16 rows an hour, so that workers seldom wait for each other';
COMMENT ON COLUMN score_hours.version IS 'Version of the engine that added to it; sums of another version are not counted';
COMMENT ON COLUMN score_hours.n IS 'Number of values';
COMMENT ON COLUMN score_hours.sum IS 'Sum of the values; decimal, so the order of adding does not matter';
COMMENT ON COLUMN score_hours.sum_squares IS 'Sum of the squared values';

-- The performance rows of a bot that nothing has happened to since are projected anew from this.
CREATE TABLE bot_states (
  bot_name text NOT NULL REFERENCES bots (bot_name) ON DELETE CASCADE,
  engine text NOT NULL CHECK (engine IN ('character_performance')),
  version integer NOT NULL CHECK (version > 0),
  state json NOT NULL,
  PRIMARY KEY (bot_name, engine)
);
COMMENT ON TABLE bot_states IS 'The hourly sums of the last 720 hours, added up over shards';
COMMENT ON COLUMN bot_states.bot_name IS 'The bot';
COMMENT ON COLUMN bot_states.engine IS 'The engine';
COMMENT ON COLUMN bot_states.version IS 'Version of the engine that wrote it';
COMMENT ON COLUMN bot_states.state IS 'Array of [metric, hour since the epoch, n, sum, sum of squares]';

-- For the sweep: states of an engine's earlier version.
CREATE INDEX engine_states_version_idx ON engine_states (engine, version);
