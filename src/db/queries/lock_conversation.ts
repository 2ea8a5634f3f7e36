import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. Holds the row of a conversation that is there until the transaction ends. */
export const lockConversation = statement(
  'lock_conversation',
  v.object({ id: v.number(), last_seq: v.number(), folded_seq: v.number() }),
  `SELECT id, last_seq, folded_seq FROM conversations WHERE bot_name = $1 AND user_id = $2 FOR NO KEY UPDATE`,
);
