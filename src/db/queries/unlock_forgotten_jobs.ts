import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 names of a living worker, $2 ids of the jobs it runs, $3 seconds. Frees what is locked in its name for so long and
 * not run by it: the connection was lost after the job was handed out, before the worker was told.
 */
export const unlockForgottenJobs = statement(
  'unlock_forgotten_jobs',
  v.object({ id: v.number() }),
  `UPDATE graphile_worker._private_jobs SET locked_by = NULL, locked_at = NULL
WHERE locked_by = ANY ($1::text[]) AND id <> ALL ($2::bigint[]) AND locked_at < now() - make_interval(secs => $3)
RETURNING id`,
);
