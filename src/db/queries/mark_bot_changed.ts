import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 now. Marks at most once a second, so that the workers of one bot do not queue up for its row;
 * returns a row when it marked.
 */
export const markBotChanged = statement(
  'mark_bot_changed',
  v.object({ bot_name: v.string() }),
  `UPDATE bots SET changed_at = $2
WHERE bot_name = $1 AND (changed_at IS NULL OR changed_at < $2::timestamptz - interval '1 second')
RETURNING bot_name`,
);
