import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 ids. Removes jobs that failed for good; returns those it did. Their events stay and are folded with the next. */
export const dropFailedJobs = statement(
  'drop_failed_jobs',
  v.object({ id: v.number() }),
  `SELECT r.id FROM graphile_worker.complete_jobs(ARRAY(
  SELECT id FROM graphile_worker.jobs
  WHERE id = ANY ($1::bigint[]) AND attempts >= max_attempts AND locked_at IS NULL
)) AS r`,
);
