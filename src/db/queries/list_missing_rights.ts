import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 names of tables. Those of them that the role in use may not read and write whole, or that are not there. */
export const listMissingRights = statement(
  'list_missing_rights',
  v.object({ role: v.string(), table: v.string() }),
  `SELECT current_user::text AS role, t AS table
FROM unnest($1::text[]) AS t CROSS JOIN LATERAL (SELECT to_regclass(t)::oid AS id) AS found
WHERE (has_table_privilege(id, 'SELECT') AND has_table_privilege(id, 'INSERT') AND has_table_privilege(id, 'UPDATE')
  AND has_table_privilege(id, 'DELETE') AND NOT row_security_active(id)) IS NOT TRUE
ORDER BY t`,
);
