import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name after which to start, $2 most rows, $3 share of the bots to take, 0 to 1, by chance. */
export const listBotsToVerify = statement(
  'list_bots_to_verify',
  v.object({ bot_name: v.string() }),
  'SELECT bot_name FROM bots WHERE bot_name > $1 AND random() < $3 ORDER BY bot_name LIMIT $2',
);
