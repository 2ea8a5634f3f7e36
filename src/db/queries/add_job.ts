import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 task, $2 payload, $3 job_key, $4 seconds from now, $5 priority, $6 max_attempts, $7 whether a job that waits already
 * is moved to that time or keeps its own, $8 conversation id or null, $9 bot_name or null, $10 backlogs (conversations of
 * the bot that are behind), in ascending order, from which on the priority goes one down.
 * A job that waits keeps its place in the queue when it has a better one. One that failed within the hour is left to its
 * back-off, or to the list of what failed for good: new work for it is done when it runs. Times are the database's, so
 * that a process whose clock is wrong delays nothing. Nothing is added when the conversation is not there: it is held
 * meanwhile, so that no job outlives an erasure.
 */
export const addJob = statement(
  'add_job',
  v.unknown(),
  `WITH held AS MATERIALIZED (
  SELECT FROM conversations WHERE id = $8::bigint FOR KEY SHARE
)
SELECT queue_job($1, $2::json, $3, $4, $7, $5, $6, $9, $10)
WHERE $8::bigint IS NULL OR EXISTS (SELECT FROM held)`,
);
