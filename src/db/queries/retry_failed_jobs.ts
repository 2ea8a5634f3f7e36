import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 ids. Gives jobs that failed for good all their attempts again, from now on; returns those it did. */
export const retryFailedJobs = statement(
  'retry_failed_jobs',
  v.object({ id: v.number() }),
  `SELECT r.id FROM graphile_worker.reschedule_jobs(ARRAY(
  SELECT id FROM graphile_worker.jobs
  WHERE id = ANY ($1::bigint[]) AND attempts >= max_attempts AND locked_at IS NULL
), run_at => now(), attempts => 0) AS r`,
);
