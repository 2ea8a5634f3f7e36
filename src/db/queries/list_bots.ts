import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 name after which to start, $2 most rows. In the order of their names. */
export const listBots = statement(
  'list_bots',
  v.object({
    bot_name: v.string(),
    created_at: v.date(),
    performed_at: v.nullable(v.date()),
    refresh_ahead_seconds: v.number(),
  }),
  `SELECT bot_name, created_at, performed_at, refresh_ahead_seconds FROM bots
WHERE bot_name > $1 ORDER BY bot_name LIMIT $2`,
);
