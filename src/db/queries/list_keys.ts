import * as v from 'valibot';
import { SCOPES } from '../../domain/access.ts';
import { statement } from '../db.ts';

/** $1 key_id after which to start, $2 most rows. Revoked ones too; never the hashes. */
export const listKeys = statement(
  'list_keys',
  v.object({
    key_id: v.string(),
    bot_name: v.nullable(v.string()),
    scopes: v.array(v.picklist(SCOPES)),
    created_at: v.date(),
    last_used_at: v.nullable(v.date()),
    revoked_at: v.nullable(v.date()),
  }),
  `SELECT key_id, bot_name, scopes, created_at, last_used_at, revoked_at
FROM api_keys WHERE key_id > $1 ORDER BY key_id LIMIT $2`,
);
