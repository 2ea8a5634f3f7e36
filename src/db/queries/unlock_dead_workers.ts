import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 seconds of silence after which a worker is dead, $2 our task names. Forgets dead workers, and frees the jobs that
 * are locked in a name no living worker has. Returns the names that were freed.
 */
export const unlockDeadWorkers = statement(
  'unlock_dead_workers',
  v.object({ locked_by: v.string(), unlocked: v.unknown() }),
  `WITH dead AS (
  DELETE FROM workers WHERE heartbeat_at < now() - make_interval(secs => $1) RETURNING worker_id
), orphans AS (
  SELECT DISTINCT jobs.locked_by FROM graphile_worker.jobs
  WHERE jobs.locked_by IS NOT NULL AND jobs.locked_at < now() - make_interval(secs => $1)
    AND jobs.task_identifier = ANY ($2::text[])
    AND NOT EXISTS (
      SELECT FROM workers
      WHERE jobs.locked_by = ANY (workers.graphile_worker_ids) AND workers.worker_id NOT IN (SELECT worker_id FROM dead)
    )
)
SELECT orphans.locked_by, graphile_worker.force_unlock_workers(ARRAY[orphans.locked_by]) AS unlocked FROM orphans`,
);
