import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 task, $2 payload, $3 job_key, $4 seconds from now, $5 priority, $6 max_attempts, $7 job_key_mode
 * ('preserve_run_at' keeps the time of a job that waits already, 'replace' moves it), $8 conversation id or null,
 * $9 bot_name or null, $10 backlogs (conversations of the bot that are behind) from which on the priority goes one down.
 * A job that waits keeps its place in the queue when it has a better one. One that failed within the hour is left to its
 * back-off, or to the list of what failed for good: new work for it is done when it runs. Times are the database's, so
 * that a process whose clock is wrong delays nothing. The id is null when nothing was added: see `queueJob`. It is 0 when the conversation is not
 * there: it is held meanwhile, so that no job outlives an erasure.
 */
export const addJob = statement(
  'add_job',
  v.object({ id: v.nullable(v.number()) }),
  `WITH held AS (
  SELECT id FROM conversations WHERE id = $8::bigint FOR KEY SHARE
), backlog AS (
  SELECT count(*) AS behind FROM (
    SELECT FROM conversations WHERE bot_name = $9 AND folded_seq < last_seq
    LIMIT (SELECT max(size) FROM unnest($10::integer[]) AS size)
  ) AS counted
), waiting AS (
  SELECT id, priority, attempts, updated_at FROM graphile_worker.jobs WHERE key = $3 AND locked_at IS NULL
)
SELECT CASE
  WHEN $8::bigint IS NOT NULL AND NOT EXISTS (SELECT FROM held) THEN 0
  WHEN EXISTS (SELECT FROM waiting WHERE attempts > 0 AND updated_at > now() - interval '1 hour')
    THEN (SELECT id FROM waiting)
  ELSE (
    SELECT id FROM graphile_worker.add_job($1, payload => $2::json, job_key => $3,
      run_at => now() + make_interval(secs => $4), priority => least(
        $5::integer + (SELECT count(*)::integer FROM unnest($10::integer[]) AS size, backlog WHERE size <= behind),
        (SELECT priority FROM waiting)
      ),
      max_attempts => $6, job_key_mode => $7)
  )
END AS id`,
);
