import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name, $2 number of templates (user-0 …), $3 number of users. Conversation i becomes a copy of i modulo $2. */
export const cloneConversations = statement(
  'bench_clone_conversations',
  v.unknown(),
  `INSERT INTO conversations (bot_name, user_id, last_seq, folded_seq, revision, head_occurred_at, head_event_id,
  user_messages, bot_messages, first_event_at, last_event_at, last_user_message_at, folded_at)
SELECT c.bot_name, 'user-' || i, c.last_seq, c.folded_seq, c.revision, c.head_occurred_at, c.head_event_id,
  c.user_messages, c.bot_messages, c.first_event_at, c.last_event_at, c.last_user_message_at, c.folded_at
FROM generate_series($2::integer, $3::integer - 1) AS i
JOIN conversations AS c ON c.bot_name = $1 AND c.user_id = 'user-' || i % $2`,
);
