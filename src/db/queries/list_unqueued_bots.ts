import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 most rows. Bots whose sums changed after their performance rows were computed, and that have no job. */
export const listUnqueuedBots = statement(
  'list_unqueued_bots',
  v.object({ bot_name: v.string() }),
  `SELECT b.bot_name FROM bots AS b
WHERE b.stale_since IS NOT NULL
  AND 'refresh_bot:' || b.bot_name NOT IN (SELECT key FROM graphile_worker.jobs WHERE key IS NOT NULL)
LIMIT $1`,
);
