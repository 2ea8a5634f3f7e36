import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 time. Counts of reads from hours before it. */
export const deleteOldCacheReads = statement(
  'delete_old_cache_reads',
  v.unknown(),
  'DELETE FROM cache_reads WHERE hour < $1',
);
