import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. Holds the conversation until the transaction ends; nothing when there is none. */
export const holdConversation = statement(
  'hold_conversation',
  v.object({ id: v.number() }),
  'SELECT id FROM conversations WHERE bot_name = $1 AND user_id = $2 FOR UPDATE',
);
