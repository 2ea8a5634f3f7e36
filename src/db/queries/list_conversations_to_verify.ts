import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 id after which to start, $2 most rows, $3 share of the conversations to take, 0 to 1, by chance. */
export const listConversationsToVerify = statement(
  'list_conversations_to_verify',
  v.object({ id: v.number(), bot_name: v.string(), user_id: v.string() }),
  `SELECT id, bot_name, user_id FROM conversations WHERE id > $1 AND folded_seq > 0 AND random() < $3
ORDER BY id LIMIT $2`,
);
