import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 key_id. Revoking twice keeps the first time. No row when there is no such key. */
export const revokeKey = statement(
  'revoke_key',
  v.object({ revoked_at: v.date() }),
  'UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE key_id = $1 RETURNING revoked_at',
);
