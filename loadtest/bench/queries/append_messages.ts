import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/**
 * $1 bot_name, $2 user_ids, $3 event_ids, $4 times, $5 roles, $6 contents: one entry a message, in order. What POST
 * /events writes, for many conversations at once; queues nothing.
 */
export const appendMessages = statement(
  'bench_append_messages',
  v.unknown(),
  `WITH /* bench */ given AS (
  SELECT g.*, row_number() OVER (PARTITION BY g.user_id ORDER BY g.ordinality) AS place
  FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
    WITH ORDINALITY AS g (user_id, event_id, occurred_at, role, content)
), inserted AS (
  INSERT INTO events (bot_name, user_id, seq, event_id, kind, occurred_at, payload)
  SELECT c.bot_name, c.user_id, c.last_seq + g.place, g.event_id, 'message', g.occurred_at,
    jsonb_build_object('role', g.role, 'content', g.content)
  FROM given AS g JOIN conversations AS c ON c.bot_name = $1 AND c.user_id = g.user_id
), totals AS (
  SELECT user_id, count(*) AS n, count(*) FILTER (WHERE role = 'user') AS by_user,
    min(occurred_at) AS first_at, max(occurred_at) AS last_at,
    max(occurred_at) FILTER (WHERE role = 'user') AS last_user_at
  FROM given GROUP BY user_id
)
UPDATE conversations AS c SET
  last_seq = c.last_seq + t.n,
  user_messages = c.user_messages + t.by_user,
  bot_messages = c.bot_messages + t.n - t.by_user,
  first_event_at = least(c.first_event_at, t.first_at),
  last_event_at = greatest(c.last_event_at, t.last_at),
  last_user_message_at = greatest(c.last_user_message_at, t.last_user_at)
FROM totals AS t
WHERE c.bot_name = $1 AND c.user_id = t.user_id`,
);
