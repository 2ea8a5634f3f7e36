import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 now. Marks at most once a second, so that the workers of one bot do not queue up for its row;
 * returns a row when it marked.
 */
export const markBotChanged = statement(
  'mark_bot_changed',
  v.object({ is_first: v.boolean() }),
  `UPDATE bots SET changed_at = $2, stale_since = coalesce(stale_since, $2)
WHERE bot_name = $1 AND (changed_at IS NULL OR changed_at < $2::timestamptz - interval '1 second')
RETURNING performed_at IS NULL AS is_first`,
);
