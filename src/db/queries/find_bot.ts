import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name. */
export const findBot = statement(
  'find_bot',
  v.object({ bot_name: v.string() }),
  'SELECT bot_name FROM bots WHERE bot_name = $1',
);
