import { QueueSchema } from '../../domain/queue.ts';
import { statement } from '../db.ts';

/** The state of the queue and of the workers; one row. Seconds by the database's clock. */
export const readQueue = statement(
  'read_queue',
  QueueSchema,
  `SELECT count(*) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL) AS waiting,
  count(*) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL AND run_at <= now()) AS due,
  count(*) FILTER (WHERE locked_at IS NOT NULL) AS running,
  count(*) FILTER (WHERE attempts >= max_attempts AND locked_at IS NULL) AS failed,
  coalesce(extract(epoch FROM now() - min(run_at)
    FILTER (WHERE attempts < max_attempts AND locked_at IS NULL AND run_at <= now())), 0)::double precision
    AS oldest_due_seconds,
  coalesce(extract(epoch FROM now() - min(created_at)
    FILTER (WHERE key LIKE 'refresh_user:%' AND (attempts < max_attempts OR locked_at IS NOT NULL))), 0)::double precision
    AS lag_seconds,
  coalesce((
    SELECT json_agg(json_build_object(
      'worker_id', w.worker_id, 'concurrency', w.concurrency,
      'running', (SELECT count(*) FROM graphile_worker.jobs AS j WHERE j.locked_by = ANY (w.graphile_worker_ids)),
      'uptime_seconds', extract(epoch FROM now() - w.started_at),
      'heartbeat_seconds', extract(epoch FROM now() - w.heartbeat_at)) ORDER BY w.started_at)
    FROM workers AS w
  ), '[]') AS workers
FROM graphile_worker.jobs WHERE task_identifier IN ('refresh_user', 'refold_user', 'refresh_bot', 'sweep', 'prune', 'verify',
  'shadow_read')`,
);
