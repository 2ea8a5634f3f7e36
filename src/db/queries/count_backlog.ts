import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 where to stop counting. Conversations of the bot that are behind. */
export const countBacklog = statement(
  'count_backlog',
  v.object({ behind: v.number() }),
  `SELECT count(*) AS behind FROM (
  SELECT FROM conversations WHERE bot_name = $1 AND folded_seq < last_seq LIMIT $2
) AS counted`,
);
