import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 most rows. Bots whose sums changed after their performance rows were computed, and that have no job. */
export const listUnqueuedBots = statement(
  'list_unqueued_bots',
  v.object({ bot_name: v.string() }),
  `SELECT b.bot_name FROM bots AS b
WHERE b.changed_at IS NOT NULL AND (b.performed_at IS NULL OR b.changed_at >= b.performed_at - interval '5 seconds')
  AND NOT EXISTS (SELECT FROM graphile_worker.jobs WHERE jobs.key = 'refresh_bot:' || b.bot_name)
LIMIT $1`,
);
