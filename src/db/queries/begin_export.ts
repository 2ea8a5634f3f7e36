import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 user_id. Where an export of the conversation ends, and, where events were pruned, the checkpoint that
 * stands in for them, with the conversation's counters of those.
 */
export const beginExport = statement(
  'begin_export',
  v.object({
    id: v.number(),
    last_seq: v.number(),
    pruned_events: v.number(),
    checkpoint: v.nullable(v.record(v.string(), v.unknown())),
  }),
  `SELECT c.id, c.last_seq, c.pruned_events,
  (
    SELECT json_build_object('events', k.events, 'occurred_at', k.occurred_at, 'event_id', k.event_id,
      'first_event_at', c.first_event_at,
      'last_user_message_at', CASE WHEN c.last_user_message_at <= c.pruned_before THEN c.last_user_message_at END,
      'user_messages', c.user_messages - kept.by_user, 'bot_messages', c.bot_messages - kept.by_bot,
      'states', k.states)
    FROM engine_checkpoints AS k
    CROSS JOIN (
      SELECT count(*) FILTER (WHERE payload ->> 'role' = 'user') AS by_user,
        count(*) FILTER (WHERE payload ->> 'role' = 'bot') AS by_bot
      FROM events WHERE bot_name = $1 AND user_id = $2 AND kind = 'message'
    ) AS kept
    WHERE k.bot_name = c.bot_name AND k.user_id = c.user_id AND k.events = c.pruned_events
  ) AS checkpoint
FROM conversations AS c WHERE c.bot_name = $1 AND c.user_id = $2`,
);
