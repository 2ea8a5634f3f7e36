import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 conversation id, $2 the revision that was read, $3 folded_seq, $4 head_occurred_at, $5 head_event_id, $6 now.
 * Returns nothing when somebody else refreshed or erased the conversation in between.
 */
export const claimRevision = statement(
  'claim_revision',
  v.object({ id: v.number() }),
  `UPDATE conversations SET revision = revision + 1, folded_seq = $3, head_occurred_at = $4, head_event_id = $5,
  folded_at = $6, rows_retired = false
WHERE id = $1 AND revision = $2
RETURNING id`,
);
