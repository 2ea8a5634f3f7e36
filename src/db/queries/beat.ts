import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 worker_id, $2 graphile_worker_ids, $3 concurrency. By the database's clock, so that workers' clocks may differ. */
export const beat = statement(
  'beat',
  v.unknown(),
  `INSERT INTO workers (worker_id, graphile_worker_ids, concurrency) VALUES ($1, $2::text[], $3)
ON CONFLICT (worker_id) DO UPDATE SET graphile_worker_ids = EXCLUDED.graphile_worker_ids, heartbeat_at = now()`,
);
