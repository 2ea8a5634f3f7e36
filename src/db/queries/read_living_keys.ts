import * as v from 'valibot';
import { SCOPES } from '../../domain/access.ts';
import { statement } from '../db.ts';

/** $1 most rows. */
export const readLivingKeys = statement(
  'read_living_keys',
  v.object({
    key_id: v.string(),
    key_hash: v.string(),
    bot_name: v.nullable(v.string()),
    scopes: v.array(v.picklist(SCOPES)),
  }),
  `SELECT key_id, encode(key_hash, 'hex') AS key_hash, bot_name, scopes
FROM api_keys WHERE revoked_at IS NULL LIMIT $1`,
);
