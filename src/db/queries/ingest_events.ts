import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 bot_name, $2 user_id, $3 events as [{index, event_id, kind, occurred_at, payload}] with each event_id once,
 * $4 unfolded events from which on the refresh is due at once, $5 seconds until it is due otherwise, $6 priority,
 * $7 max_attempts, $8 backlogs, the last three as in `add_job`. Adds the events and queues the refresh. Returns what was
 * added with its seq, and with seq null what is older than the history that was kept; what is not returned was there.
 */
export const ingestEvents = statement(
  'ingest_events',
  v.object({ event_id: v.string(), seq: v.nullable(v.number()) }),
  'SELECT event_id, seq FROM ingest_events($1, $2, $3, $4, $5, $6, $7, $8)',
);
