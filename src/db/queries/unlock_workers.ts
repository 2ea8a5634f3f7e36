import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 names in which jobs are locked. Frees them. */
export const unlockWorkers = statement(
  'unlock_workers',
  v.unknown(),
  'SELECT graphile_worker.force_unlock_workers($1::text[])',
);
