import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 conversation id. The conversation with its engine states, checkpoints and whatever else belongs to it. */
export const deleteConversation = statement(
  'delete_conversation',
  v.unknown(),
  'DELETE FROM conversations WHERE id = $1',
);
