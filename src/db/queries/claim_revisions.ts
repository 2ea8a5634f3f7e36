import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 conversations as [{id, revision}] with the revision that was read, each once; $2 how long this transaction waits for a
 * lock from now on, such as '1s', '0' for as long as it takes. Returns those that nobody else refreshed or erased in
 * between, and holds them until the transaction ends. They are locked by id, so that two groups that overlap wait for each
 * other instead of deadlocking.
 *
 * `write_refresh` updates them. This statement must not: what waits for a row and gets a newer version of it would go back
 * to the one that it saw first, on which others may hold their places in the line, waiting for the newer one.
 */
export const claimRevisions = statement(
  'claim_revisions',
  v.object({ id: v.number() }),
  `WITH given AS MATERIALIZED (
  SELECT g.* FROM set_config('lock_timeout', $2, true), json_to_recordset($1::json) AS g (id bigint, revision bigint)
)
SELECT c.id FROM conversations AS c JOIN given ON c.id = given.id AND c.revision = given.revision
ORDER BY c.id FOR NO KEY UPDATE OF c`,
);
