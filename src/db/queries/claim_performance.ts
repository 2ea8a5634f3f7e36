import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 now. Holds the bot's row until the transaction ends; nothing when there is no such bot. */
export const claimPerformance = statement(
  'claim_performance',
  v.object({ bot_name: v.string() }),
  'UPDATE bots SET performed_at = $2 WHERE bot_name = $1 RETURNING bot_name',
);
