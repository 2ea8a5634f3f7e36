import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user after which to start, $3 most rows. In the order of their ids. */
export const listUsers = statement(
  'list_users',
  v.object({
    user_id: v.string(),
    last_seq: v.number(),
    folded_seq: v.number(),
    user_messages: v.number(),
    bot_messages: v.number(),
    first_event_at: v.nullable(v.date()),
    last_event_at: v.nullable(v.date()),
  }),
  `SELECT user_id, last_seq, folded_seq, user_messages, bot_messages, first_event_at, last_event_at
FROM conversations WHERE bot_name = $1 AND user_id > $2 ORDER BY user_id LIMIT $3`,
);
