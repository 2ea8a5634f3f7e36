import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 now. Holds the bot's row until the transaction ends, so that who comes later reads later sums; nothing
 * when there is no such bot. A change is marked at most once a second, and before its transaction commits: one within
 * the last five seconds may not be in what is read.
 */
export const claimPerformance = statement(
  'claim_performance',
  v.object({ bot_name: v.string() }),
  `UPDATE bots SET performed_at = greatest(performed_at, $2),
  stale_since = CASE WHEN changed_at > $2::timestamptz - interval '5 seconds' THEN changed_at END
WHERE bot_name = $1
RETURNING bot_name`,
);
