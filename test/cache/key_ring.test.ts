import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newKey } from '../../src/cache/api_key.ts';
import { KeyRing, MAX_KEYS } from '../../src/cache/key_ring.ts';
import type { Database } from '../../src/db/db.ts';
import { insertKey } from '../../src/db/queries/insert_key.ts';
import { revokeKey } from '../../src/db/queries/revoke_key.ts';
import { openTestDatabase } from '../db/open_test_database.ts';

describe('KeyRing', () => {
  let db: Database;
  let ring: KeyRing;
  /** The database as the ring sees it: it can be taken away, kept waiting, made deaf, and its queries are counted. */
  const link = { away: false, hanging: false, deaf: false, queries: 0, lose: () => {} };
  const onError = vi.fn<(error: unknown, doing: string) => void>();

  beforeEach(async () => {
    db = await openTestDatabase();
    Object.assign(link, { away: false, hanging: false, deaf: false, queries: 0 });
    const seen: Database = {
      ...db,
      query: async (statement, values) => {
        link.queries += 1;
        if (link.away) throw new Error('connect ECONNREFUSED');
        if (link.hanging) return new Promise(() => {});
        return db.query(statement, values);
      },
      listen: async (channel, onNotification, onLost) => {
        if (link.deaf) throw new Error('connect ECONNREFUSED');
        link.lose = onLost;
        return db.listen(channel, (payload) => link.deaf || onNotification(payload), onLost);
      },
    };
    ring = new KeyRing({ db: seen, adminKey: 'a'.repeat(40), deadlineMs: 30, onError });
    await ring.start();
  });
  afterEach(async () => {
    await ring.stop();
    await db.close();
    onError.mockReset();
  });

  const make = async () => {
    const { keyId, key, hash } = newKey();
    await db.query(insertKey, [keyId, hash, 'elena', ['read'], MAX_KEYS]);
    return { keyId, key };
  };
  const found = async (key: string) => (await ring.find(key))?.keyId;
  const breakConnection = (): void => {
    link.deaf = true;
    link.lose();
  };

  it('hears of keys that are made and revoked, within a second, and asks nothing in between', async () => {
    const { keyId, key } = await make();
    await vi.waitFor(async () => expect(await found(key)).toBe(keyId), { timeout: 1_000 });
    link.queries = 0;
    for (let i = 0; i < 1_000; i++) expect(ring.find(key)).toMatchObject({ botName: 'elena' });
    for (let i = 0; i < 1_000; i++) expect(ring.find(newKey().key)).toBeUndefined();
    expect(link.queries).toBe(0);
    await db.query(revokeKey, [keyId]);
    await vi.waitFor(async () => expect(await found(key)).toBeUndefined(), { timeout: 1_000, interval: 20 });
  });

  it('finds out about a revoked key within a second when its listening connection is lost', async () => {
    const { keyId, key } = await make();
    breakConnection();
    expect(await found(key)).toBe(keyId);
    await db.query(revokeKey, [keyId]);
    await vi.waitFor(async () => expect(await found(key)).toBeUndefined(), { timeout: 1_000, interval: 20 });
  });

  it('asks at most about twice a second while it hears nothing', async () => {
    const { key } = await make();
    breakConnection();
    await found(key);
    link.queries = 0;
    const started = performance.now();
    while (performance.now() - started < 700) await found(key);
    expect(link.queries).toBeLessThanOrEqual(2);
  });

  it.each(['away', 'hanging'] as const)(
    'lets a known key in at once while the database is %s, and says of an unknown one that it cannot tell',
    async (how) => {
      const { keyId, key } = await make();
      await vi.waitFor(async () => expect(await found(key)).toBe(keyId));
      link[how] = true;
      breakConnection();
      for (let i = 0; i < 100; i++) expect(await found(key)).toBe(keyId);
      await expect(ring.find(newKey().key)).rejects.toMatchObject({ code: 'unavailable' });
      expect(await found('a'.repeat(40))).toBe('admin');
      expect(onError).toHaveBeenCalled();
    },
  );

  it('reads again when the reading that a revocation asked for failed', async () => {
    const { keyId, key } = await make();
    await vi.waitFor(async () => expect(await found(key)).toBe(keyId));
    link.away = true;
    await db.query(revokeKey, [keyId]);
    await vi.waitFor(() => expect(onError).toHaveBeenCalled());
    link.away = false;
    await vi.waitFor(async () => expect(await found(key)).toBeUndefined(), { timeout: 1_000, interval: 20 });
  });

  it('takes no key for another: not with one character changed, nor with the id of another', async () => {
    const { key } = await make();
    const other = await make();
    await vi.waitFor(async () => expect(await found(other.key)).toBeDefined());
    const changed = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    for (const wrong of [changed, key.slice(0, 17) + other.key.slice(17), key.toUpperCase(), `${key} `, '', 'cpk_']) {
      expect(await found(wrong)).toBeUndefined();
    }
  });

  it('writes down when keys were used, once for many uses, and not on the way of a request', async () => {
    const used = await make();
    const unused = await make();
    await vi.waitFor(async () => expect(await found(used.key)).toBeDefined());
    link.queries = 0;
    for (let i = 0; i < 100; i++) await found(used.key);
    expect(link.queries).toBe(0);
    await ring.stop();
    const { rows } = await db.pool.query('SELECT key_id, last_used_at FROM api_keys');
    expect(rows.find(({ key_id }) => key_id === used.keyId)?.last_used_at).toBeInstanceOf(Date);
    expect(rows.find(({ key_id }) => key_id === unused.keyId)?.last_used_at).toBeNull();
  });

  it('starts and stops twice, and stops unstarted', async () => {
    await ring.start();
    await ring.stop();
    await ring.stop();
    await new KeyRing({ db, adminKey: undefined, deadlineMs: 1, onError }).stop();
    expect(onError).not.toHaveBeenCalled();
  });
});
