import * as v from 'valibot';
import { statement } from '../db.ts';

const Moment = v.pipe(
  v.string(),
  v.transform((text) => new Date(text)),
);

/** $1 bot_name, $2 user_id, $3 event id or null. Seconds by the database's clock. */
export const readStatus = statement(
  'read_status',
  v.object({
    last_seq: v.number(),
    folded_seq: v.number(),
    lag_seconds: v.number(),
    pruned_events: v.number(),
    first_event_at: v.nullable(v.date()),
    last_event_at: v.nullable(v.date()),
    folded_at: v.nullable(v.date()),
    refresh: v.nullable(
      v.object({ state: v.picklist(['waiting', 'running', 'failed']), run_at: Moment, attempts: v.number() }),
    ),
    event_seq: v.nullable(v.number()),
    engines: v.array(v.object({ engine: v.string(), version: v.number(), seq: v.number(), bytes: v.number() })),
  }),
  `SELECT c.last_seq, c.folded_seq, c.pruned_events, c.first_event_at, c.last_event_at, c.folded_at,
  coalesce((
    SELECT greatest(extract(epoch FROM now() - e.received_at), 0) FROM events AS e
    WHERE e.bot_name = c.bot_name AND e.user_id = c.user_id AND e.seq > c.folded_seq ORDER BY e.seq LIMIT 1
  ), 0)::double precision AS lag_seconds,
  (
    SELECT json_build_object('state', CASE WHEN j.locked_at IS NOT NULL THEN 'running'
      WHEN j.attempts >= j.max_attempts THEN 'failed' ELSE 'waiting' END, 'run_at', j.run_at, 'attempts', j.attempts)
    FROM graphile_worker.jobs AS j WHERE j.key = 'refresh_user:' || c.id
  ) AS refresh,
  (
    SELECT e.seq FROM events AS e WHERE e.bot_name = c.bot_name AND e.user_id = c.user_id AND e.event_id = $3
  ) AS event_seq,
  coalesce((
    SELECT json_agg(json_build_object('engine', s.engine, 'version', s.version, 'seq', s.seq,
      'bytes', octet_length(s.state::text)) ORDER BY s.engine)
    FROM engine_states AS s WHERE s.bot_name = c.bot_name AND s.user_id = c.user_id
  ), '[]') AS engines
FROM conversations AS c WHERE c.bot_name = $1 AND c.user_id = $2`,
);
