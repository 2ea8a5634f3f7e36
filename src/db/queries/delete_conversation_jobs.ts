import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 conversation id. All jobs of the conversation, also those that a worker holds: when it is done with one, it finds
 * nothing to let go of. A job that was asked for again while it ran has no key any more, hence the payload.
 */
export const deleteConversationJobs = statement(
  'delete_conversation_jobs',
  v.object({ deleted: v.number() }),
  `WITH gone AS (
  DELETE FROM graphile_worker._private_jobs
  WHERE key IN ('refresh_user:' || $1::bigint, 'refold_user:' || $1::bigint, 'refresh_ahead:' || $1::bigint,
      'shadow_read:' || $1::bigint)
    OR (key IS NULL AND payload ->> 'conversation_id' = $1::bigint::text)
  RETURNING id
)
SELECT count(*) AS deleted FROM gone`,
);
