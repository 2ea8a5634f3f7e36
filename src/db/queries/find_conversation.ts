import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. The conversation, and how far its log goes. */
export const findConversation = statement(
  'find_conversation',
  v.object({ id: v.number(), last_seq: v.number() }),
  'SELECT id, last_seq FROM conversations WHERE bot_name = $1 AND user_id = $2',
);
