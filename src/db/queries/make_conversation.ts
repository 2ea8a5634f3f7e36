import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 user_id. Makes the conversation, and the bot, where they are new, and holds its row until the
 * transaction ends; also when somebody else makes it at that moment.
 */
export const makeConversation = statement(
  'make_conversation',
  v.object({ id: v.number(), last_seq: v.number(), folded_seq: v.number() }),
  `WITH bot AS (
  INSERT INTO bots (bot_name) VALUES ($1) ON CONFLICT (bot_name) DO NOTHING
)
INSERT INTO conversations (bot_name, user_id) VALUES ($1, $2)
ON CONFLICT (bot_name, user_id) DO UPDATE SET last_seq = conversations.last_seq
RETURNING id, last_seq, folded_seq`,
);
