import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. Holds the conversation until the transaction ends, and makes it where it is new. */
export const openConversation = statement(
  'open_conversation',
  v.object({ id: v.number() }),
  'SELECT id FROM open_conversation($1, $2)',
);
