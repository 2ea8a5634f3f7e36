import * as v from 'valibot';
import { statement } from '../db.ts';

/**
 * $1 current versions as [{engine, version}], $2 most rows. Conversations with a state of an earlier version that wait
 * for no job.
 */
export const listOutdatedConversations = statement(
  'list_outdated_conversations',
  v.object({ id: v.number() }),
  `SELECT DISTINCT c.id
FROM jsonb_to_recordset($1::jsonb) AS current (engine text, version integer)
CROSS JOIN LATERAL (
  SELECT s.bot_name, s.user_id FROM engine_states AS s
  WHERE s.engine = current.engine AND s.version < current.version LIMIT $2
) AS outdated
JOIN conversations AS c ON c.bot_name = outdated.bot_name AND c.user_id = outdated.user_id
WHERE NOT EXISTS (
  SELECT FROM graphile_worker.jobs WHERE jobs.key IN ('refold_user:' || c.id, 'refresh_user:' || c.id)
)
LIMIT $2`,
);
