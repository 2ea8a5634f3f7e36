import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name, $2 user_id. Makes the conversation, and its bot, where they are missing. */
export const readConversationId = statement(
  'bench_read_conversation_id',
  v.object({ id: v.number() }),
  `WITH bot AS (
  INSERT INTO bots (bot_name) VALUES ($1) ON CONFLICT (bot_name) DO NOTHING
)
INSERT INTO conversations (bot_name, user_id) VALUES ($1, $2)
ON CONFLICT (bot_name, user_id) DO UPDATE SET last_seq = conversations.last_seq
RETURNING id`,
);
