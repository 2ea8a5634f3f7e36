import * as v from 'valibot';
import { statement } from '../db.ts';

const StoredState = v.object({ engine: v.string(), version: v.number(), state: v.unknown(), hours: v.unknown() });

/** $1 conversation ids. The conversations with all their engine states, in one round trip. */
export const readConversationStates = statement(
  'read_conversation_states',
  v.object({
    id: v.number(),
    bot_name: v.string(),
    user_id: v.string(),
    last_seq: v.number(),
    folded_seq: v.number(),
    revision: v.number(),
    head_occurred_at: v.nullable(v.date()),
    head_event_id: v.nullable(v.string()),
    pruned_events: v.number(),
    checkpoint_events: v.number(),
    last_event_at: v.nullable(v.date()),
    refresh_ahead_seconds: v.nullable(v.number()),
    states: v.array(StoredState),
  }),
  `SELECT c.id, c.bot_name, c.user_id, c.last_seq, c.folded_seq, c.revision, c.head_occurred_at, c.head_event_id,
  c.pruned_events, c.last_event_at,
  (SELECT b.refresh_ahead_seconds::bigint FROM bots AS b WHERE b.bot_name = c.bot_name) AS refresh_ahead_seconds, coalesce((
    SELECT max(k.events) FROM engine_checkpoints AS k WHERE k.bot_name = c.bot_name AND k.user_id = c.user_id
  ), 0) AS checkpoint_events,
  coalesce((
    SELECT json_agg(json_build_object('engine', s.engine, 'version', s.version, 'state', s.state, 'hours', s.hours))
    FROM engine_states AS s WHERE s.bot_name = c.bot_name AND s.user_id = c.user_id
  ), '[]') AS states
FROM conversations AS c WHERE c.id = ANY ($1::bigint[])`,
);
