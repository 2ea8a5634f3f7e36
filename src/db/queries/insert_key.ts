import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 key_id, $2 hash in hex, $3 bot_name or null, $4 scopes, $5 most living keys. No row when there are that many. */
export const insertKey = statement(
  'insert_key',
  v.object({ created_at: v.date() }),
  `INSERT INTO api_keys (key_id, key_hash, bot_name, scopes)
SELECT $1, decode($2, 'hex'), $3, $4
WHERE (SELECT count(*) FROM api_keys WHERE revoked_at IS NULL) < $5
RETURNING created_at`,
);
