-- The log of what happened, and who it happened to.

CREATE TABLE bots (
  bot_name text NOT NULL PRIMARY KEY CHECK (length(bot_name) BETWEEN 1 AND 256),
  refresh_ahead_seconds integer NOT NULL DEFAULT 0 CHECK (refresh_ahead_seconds BETWEEN 0 AND 2592000),
  changed_at timestamptz,
  stale_since timestamptz,
  performed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE bots IS 'Every bot that has posted an event';
COMMENT ON COLUMN bots.bot_name IS 'The bot';
COMMENT ON COLUMN bots.refresh_ahead_seconds IS 'For how long after the last message the cache rows are kept unexpired by refreshing ahead, for readers by SQL';
COMMENT ON COLUMN bots.changed_at IS 'When a conversation last added to score_hours, to the second';
COMMENT ON COLUMN bots.stale_since IS 'The first change that the performance rows do not know of; null when they know all';
COMMENT ON COLUMN bots.performed_at IS 'When the performance rows were last computed';
COMMENT ON COLUMN bots.created_at IS 'When the first event arrived';

CREATE TABLE conversations (
  id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  bot_name text NOT NULL CHECK (length(bot_name) BETWEEN 1 AND 256),
  user_id text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 256),
  last_seq bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
  folded_seq bigint NOT NULL DEFAULT 0 CHECK (folded_seq BETWEEN 0 AND last_seq),
  revision bigint NOT NULL DEFAULT 0 CHECK (revision >= 0),
  head_occurred_at timestamptz,
  head_event_id text,
  user_messages bigint NOT NULL DEFAULT 0 CHECK (user_messages >= 0),
  bot_messages bigint NOT NULL DEFAULT 0 CHECK (bot_messages >= 0),
  first_event_at timestamptz,
  last_event_at timestamptz,
  last_user_message_at timestamptz,
  folded_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bot_name, user_id),
  CHECK ((head_occurred_at IS NULL) = (head_event_id IS NULL))
);
COMMENT ON TABLE conversations IS 'One bot with one user: the counters of its log and how far it is folded';
COMMENT ON COLUMN conversations.id IS 'Identifier for job keys and logs; a user who was erased and comes back gets another';
COMMENT ON COLUMN conversations.bot_name IS 'The bot';
COMMENT ON COLUMN conversations.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN conversations.last_seq IS 'Number of the last event accepted';
COMMENT ON COLUMN conversations.folded_seq IS 'Events up to this number are folded into the engine states';
COMMENT ON COLUMN conversations.revision IS 'Counts refreshes: one that finds it changed when it commits starts over';
COMMENT ON COLUMN conversations.head_occurred_at IS 'Time of the last event in folding order; a later arrival before it makes the conversation fold anew';
COMMENT ON COLUMN conversations.head_event_id IS 'Id of that event';
COMMENT ON COLUMN conversations.user_messages IS 'Messages by the user';
COMMENT ON COLUMN conversations.bot_messages IS 'Messages by the bot';
COMMENT ON COLUMN conversations.first_event_at IS 'When the earliest event happened';
COMMENT ON COLUMN conversations.last_event_at IS 'When the latest event happened';
COMMENT ON COLUMN conversations.last_user_message_at IS 'When the user last wrote';
COMMENT ON COLUMN conversations.folded_at IS 'When the engines last ran';
COMMENT ON COLUMN conversations.created_at IS 'When the first event arrived';

CREATE TABLE events (
  bot_name text NOT NULL,
  user_id text NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  event_id text NOT NULL CHECK (length(event_id) BETWEEN 1 AND 256),
  kind text NOT NULL CHECK (kind IN ('message', 'memory', 'recall', 'score', 'outreach')),
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  payload jsonb NOT NULL CHECK (jsonb_typeof(payload) = 'object'),
  PRIMARY KEY (bot_name, user_id, seq),
  UNIQUE (bot_name, user_id, event_id),
  FOREIGN KEY (bot_name, user_id) REFERENCES conversations (bot_name, user_id) ON DELETE CASCADE
);
COMMENT ON TABLE events IS 'The log: immutable facts, numbered within their conversation';
COMMENT ON COLUMN events.bot_name IS 'The bot';
COMMENT ON COLUMN events.user_id IS 'The user, as the bot names them';
COMMENT ON COLUMN events.seq IS 'Number within the conversation, in the order of arrival';
COMMENT ON COLUMN events.event_id IS 'The bot''s own id of the event; posting it again changes nothing';
COMMENT ON COLUMN events.kind IS 'message, memory, recall, score or outreach';
COMMENT ON COLUMN events.occurred_at IS 'When it happened, to the millisecond';
COMMENT ON COLUMN events.received_at IS 'When it was accepted';
COMMENT ON COLUMN events.payload IS 'What happened; its form depends on the kind';

CREATE VIEW messages AS
  SELECT bot_name, user_id, seq, event_id, occurred_at, payload ->> 'role' AS role, payload ->> 'content' AS content,
    payload -> 'emotion' ->> 'label' AS emotion, payload -> 'traits' AS traits
  FROM events WHERE kind = 'message';
COMMENT ON VIEW messages IS 'Messages of the log';

CREATE VIEW memories AS
  SELECT bot_name, user_id, seq, event_id, occurred_at, payload ->> 'memory_id' AS memory_id,
    payload ->> 'content' AS content, (payload ->> 'importance')::double precision AS importance
  FROM events WHERE kind = 'memory';
COMMENT ON VIEW memories IS 'Memories the bot stored';

CREATE VIEW recalls AS
  SELECT bot_name, user_id, seq, event_id, occurred_at, payload ->> 'memory_id' AS memory_id,
    coalesce((payload ->> 'recalled')::boolean, true) AS recalled
  FROM events WHERE kind = 'recall';
COMMENT ON VIEW recalls IS 'Recalls of memories';

CREATE VIEW scores AS
  SELECT bot_name, user_id, seq, event_id, occurred_at, payload ->> 'metric' AS metric,
    (payload ->> 'value')::double precision AS value
  FROM events WHERE kind = 'score';
COMMENT ON VIEW scores IS 'Quality scores the bot gave its turns';

CREATE VIEW outreach AS
  SELECT bot_name, user_id, seq, event_id, occurred_at, payload ->> 'topic' AS topic, payload ->> 'content' AS content
  FROM events WHERE kind = 'outreach';
COMMENT ON VIEW outreach IS 'Messages by the bot that nobody asked for';
