import { Hono } from 'hono';
import { newKey } from '../../cache/api_key.ts';
import { MAX_KEYS } from '../../cache/key_ring.ts';
import { insertKey } from '../../db/queries/insert_key.ts';
import { listKeys } from '../../db/queries/list_keys.ts';
import { revokeKey } from '../../db/queries/revoke_key.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../app_context.ts';
import { KeyIdSchema, KEYS_PAGE, KeysQuerySchema, NewKeySchema } from '../inputs.ts';
import { parseInput, parseQuery, readJson } from '../read_json.ts';

/** POST and GET /v1/keys, DELETE /v1/keys/{key}: keys are made, listed and revoked by an admin. */
export function keyRoutes({ db, config }: AppContext): Hono {
  return new Hono()
    .post('/v1/keys', async (c) => {
      const { bot_name: botName = null, scopes } = parseInput(NewKeySchema, await readJson(c, config.limits));
      const { keyId, key, hash } = newKey();
      const unique = [...new Set(scopes)].toSorted();
      const [made] = await db.query(insertKey, [keyId, hash, botName, unique, MAX_KEYS]);
      if (made === undefined) throw new AppError('conflict', `there are ${MAX_KEYS} keys already: revoke some`);
      const shown = { key, key_id: keyId, bot_name: botName, scopes: unique, created_at: made.created_at };
      return c.json(shown, 201, { 'cache-control': 'no-store' });
    })
    .get('/v1/keys', async (c) => {
      const { after } = parseQuery(KeysQuerySchema, c);
      const keys = await db.query(listKeys, [after, KEYS_PAGE]);
      return c.json({ keys, next_after: keys.length === KEYS_PAGE ? (keys.at(-1)?.key_id ?? null) : null });
    })
    .delete('/v1/keys/:key', async (c) => {
      const keyId = parseInput(KeyIdSchema, c.req.param('key'));
      const [revoked] = await db.query(revokeKey, [keyId]);
      if (revoked === undefined) throw new AppError('not_found', `no key has the id "${keyId}"`);
      return c.json({ key_id: keyId, revoked_at: revoked.revoked_at });
    });
}
