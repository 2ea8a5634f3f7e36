import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 names of tables. Those of them that the role in use may not read and write, or that are not there. */
export const listMissingRights = statement(
  'list_missing_rights',
  v.object({ role: v.string(), table: v.string() }),
  `SELECT current_user::text AS role, t AS table FROM unnest($1::text[]) AS t
WHERE NOT coalesce(has_schema_privilege(to_regclass(t)::regclass::oid, 'x'), false) ORDER BY t`,
);
