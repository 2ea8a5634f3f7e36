import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name. Queues the refresh of every conversation that is behind, due at once. */
export const queueBehind = statement(
  'bench_queue_behind',
  v.object({ queued: v.number() }),
  `SELECT /* bench */ count(*) AS queued FROM (
  SELECT (graphile_worker.add_job('refresh_user', json_build_object('conversation_id', id),
    job_key => 'refresh_user:' || id, run_at => now(), priority => 10, max_attempts => 8)).id
  FROM conversations WHERE bot_name = $1 AND folded_seq < last_seq
) AS jobs`,
);
