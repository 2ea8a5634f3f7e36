import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * Refreshes that were asked for again while they ran: Graphile Worker then takes their key and their attempts away and
 * queues another. When such a job ends without success it stays, and looks like one that failed for good.
 */
export const dropSupersededJobs = statement(
  'drop_superseded_jobs',
  v.object({ id: v.number() }),
  `SELECT r.id FROM graphile_worker.complete_jobs(ARRAY(
  SELECT id FROM graphile_worker.jobs
  WHERE key IS NULL AND attempts >= max_attempts AND locked_at IS NULL
    AND task_identifier IN ('refresh_user', 'refold_user', 'refresh_bot')
)) AS r`,
);
