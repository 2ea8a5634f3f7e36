import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 key_ids that were used since they were last marked. Wakes nobody: the trigger does not look at last_used_at. */
export const markKeysUsed = statement(
  'mark_keys_used',
  v.unknown(),
  'UPDATE api_keys SET last_used_at = now() WHERE key_id = ANY ($1)',
);
