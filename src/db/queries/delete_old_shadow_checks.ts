import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 time. */
export const deleteOldShadowChecks = statement(
  'delete_old_shadow_checks',
  v.unknown(),
  "DELETE FROM shadow_checks WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date",
);
