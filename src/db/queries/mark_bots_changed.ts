import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_names, $2 now. Marks each at most once a second, so that workers do not queue up for its row, and in the order
 * of their names, so that they do not deadlock; returns those it marked.
 */
export const markBotsChanged = statement(
  'mark_bots_changed',
  v.object({ bot_name: v.string(), is_first: v.boolean() }),
  `WITH due AS MATERIALIZED (
  SELECT bot_name FROM bots
  WHERE bot_name = ANY ($1::text[]) AND (changed_at IS NULL OR changed_at < $2::timestamptz - interval '1 second')
  ORDER BY bot_name FOR NO KEY UPDATE
)
UPDATE bots SET changed_at = $2, stale_since = coalesce(stale_since, $2)
FROM due WHERE bots.bot_name = due.bot_name
RETURNING bots.bot_name, performed_at IS NULL AS is_first`,
);
