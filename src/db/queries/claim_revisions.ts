import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 conversations as [{id, revision, folded_seq, head_occurred_at, head_event_id, folded_at}] with the revision that was
 * read, each once; $2 how long this transaction waits for a lock from now on, such as '1s', '0' for as long as it takes.
 * Returns those that nobody else refreshed or erased in between. They are locked by id, so that two groups that overlap
 * wait for each other instead of deadlocking.
 */
export const claimRevisions = statement(
  'claim_revisions',
  v.object({ id: v.number() }),
  `WITH given AS MATERIALIZED (
  SELECT g.*
  FROM set_config('lock_timeout', $2, true), json_to_recordset($1::json) AS g (
    id bigint, revision bigint, folded_seq bigint, head_occurred_at timestamptz, head_event_id text, folded_at timestamptz
  )
), held AS MATERIALIZED (
  SELECT c.id FROM conversations AS c JOIN given ON c.id = given.id AND c.revision = given.revision
  ORDER BY c.id FOR NO KEY UPDATE OF c
)
UPDATE conversations AS c SET revision = c.revision + 1, folded_seq = given.folded_seq,
  head_occurred_at = given.head_occurred_at, head_event_id = given.head_event_id, folded_at = given.folded_at,
  rows_retired = false
FROM held JOIN given ON given.id = held.id
WHERE c.id = held.id
RETURNING c.id`,
);
