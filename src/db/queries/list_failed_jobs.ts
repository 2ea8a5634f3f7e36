import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 id after which to start, $2 most rows. Jobs that used up their attempts, with what they were about. */
export const listFailedJobs = statement(
  'list_failed_jobs',
  v.object({
    id: v.number(),
    task: v.string(),
    bot_name: v.nullable(v.string()),
    user_id: v.nullable(v.string()),
    attempts: v.number(),
    last_error: v.nullable(v.string()),
    failed_at: v.date(),
  }),
  `SELECT j.id, j.task_identifier AS task,
  coalesce(c.bot_name, CASE WHEN j.key LIKE 'refresh_bot:%' THEN substr(j.key, 13) END) AS bot_name, c.user_id,
  j.attempts::bigint AS attempts, j.last_error, j.updated_at AS failed_at
FROM graphile_worker.jobs AS j
LEFT JOIN conversations AS c ON j.key IN ('refresh_user:' || c.id, 'refold_user:' || c.id, 'refresh_ahead:' || c.id,
  'shadow_read:' || c.id)
WHERE j.attempts >= j.max_attempts AND j.locked_at IS NULL AND j.id > $1
  AND j.task_identifier IN ('refresh_user', 'refold_user', 'refresh_bot', 'sweep', 'prune', 'verify',
  'shadow_read')
ORDER BY j.id LIMIT $2`,
);
