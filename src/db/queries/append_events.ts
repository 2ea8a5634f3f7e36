import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 user_id, $3 last_seq, $4 events as [{index, event_id, kind, occurred_at, payload}]. Runs under the
 * conversation's lock. Returns what was added with its seq, and with seq null what is older than the history that was
 * kept; an index that is not returned was a duplicate.
 */
export const appendEvents = statement(
  'append_events',
  v.object({ index: v.number(), seq: v.nullable(v.number()) }),
  `WITH given AS (
  SELECT g.index, g.event_id, g.kind, g.occurred_at, g.payload
  FROM jsonb_to_recordset($4::jsonb)
    AS g (index integer, event_id text, kind text, occurred_at timestamptz, payload jsonb)
), fresh AS (
  SELECT DISTINCT ON (given.event_id) given.*
  FROM given
  WHERE NOT EXISTS (
    SELECT FROM events WHERE events.bot_name = $1 AND events.user_id = $2 AND events.event_id = given.event_id
  )
  ORDER BY given.event_id, given.index
), dated AS (
  SELECT fresh.*, coalesce(fresh.occurred_at <= c.pruned_before, false) AS too_old
  FROM fresh JOIN conversations AS c ON c.bot_name = $1 AND c.user_id = $2
), numbered AS (
  SELECT dated.*, $3::bigint + row_number() OVER (ORDER BY dated.index) AS seq FROM dated WHERE NOT too_old
), inserted AS (
  INSERT INTO events (bot_name, user_id, seq, event_id, kind, occurred_at, payload)
  SELECT $1, $2, seq, event_id, kind, occurred_at, payload FROM numbered
), totals AS (
  SELECT max(seq) AS last_seq, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
    count(*) FILTER (WHERE kind = 'message' AND payload ->> 'role' = 'user') AS user_messages,
    count(*) FILTER (WHERE kind = 'message' AND payload ->> 'role' = 'bot') AS bot_messages,
    max(occurred_at) FILTER (WHERE kind = 'message' AND payload ->> 'role' = 'user') AS last_user_at
  FROM numbered
), counted AS (
  UPDATE conversations SET
    last_seq = totals.last_seq,
    user_messages = conversations.user_messages + totals.user_messages,
    bot_messages = conversations.bot_messages + totals.bot_messages,
    first_event_at = least(conversations.first_event_at, totals.first_at),
    last_event_at = greatest(conversations.last_event_at, totals.last_at),
    last_user_message_at = greatest(conversations.last_user_message_at, totals.last_user_at)
  FROM totals
  WHERE conversations.bot_name = $1 AND conversations.user_id = $2 AND totals.last_seq IS NOT NULL
)
SELECT index, seq FROM numbered UNION ALL SELECT index, NULL FROM dated WHERE too_old ORDER BY index`,
);
