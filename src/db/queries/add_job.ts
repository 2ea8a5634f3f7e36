import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 task, $2 payload, $3 job_key, $4 run_at, $5 priority, $6 max_attempts, $7 job_key_mode ('preserve_run_at' keeps
 * the time of a job that waits already, 'replace' moves it).
 */
export const addJob = statement(
  'add_job',
  v.unknown(),
  `SELECT FROM graphile_worker.add_job($1, payload => $2::json, job_key => $3, run_at => $4, priority => $5,
  max_attempts => $6, job_key_mode => $7)`,
);
