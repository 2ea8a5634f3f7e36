import * as v from 'valibot';
import { statement } from '../db.ts';

/** One row when there is a role for web processes, other than the one that asks. */
export const findWebRole = statement(
  'find_web_role',
  v.unknown(),
  `SELECT FROM pg_roles WHERE rolname = 'coldpath_web' AND rolname <> current_user`,
);
