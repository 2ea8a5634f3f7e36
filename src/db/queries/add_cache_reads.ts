import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot names, $2 table names, $3 outcomes, $4 numbers of reads to add to the current hour. In the order of the key, so
 * that processes that write at once wait for each other instead of deadlocking.
 */
export const addCacheReads = statement(
  'add_cache_reads',
  v.unknown(),
  `INSERT INTO cache_reads AS c (hour, bot_name, table_name, outcome, reads)
SELECT date_trunc('hour', now(), 'UTC'), bot_name, table_name, outcome, reads
FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS r (bot_name, table_name, outcome, reads)
ORDER BY bot_name, table_name, outcome
ON CONFLICT (hour, bot_name, table_name, outcome) DO UPDATE SET reads = c.reads + EXCLUDED.reads`,
);
