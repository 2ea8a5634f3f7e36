import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. How far a conversation is folded, and how often it was refreshed. */
export const readProgress = statement(
  'read_progress',
  v.object({ id: v.number(), last_seq: v.number(), folded_seq: v.number(), revision: v.number() }),
  'SELECT id, last_seq, folded_seq, revision FROM conversations WHERE bot_name = $1 AND user_id = $2',
);
