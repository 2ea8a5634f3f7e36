import type { PoolClient } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import type { Event } from '../../src/domain/event.ts';
import { ingest } from '../../src/pipeline/ingest.ts';
import { requestRefresh } from '../../src/pipeline/schedule.ts';
import { POLICY } from '../http/open_test_app.ts';
import { openAgain, openTestDatabase, TEST_DATABASE_URL } from '../db/open_test_database.ts';

const SAM = { botName: 'elena', userId: 'sam' };
const SLOW = { ...POLICY, debounceMs: 60_000 };

describe('ingest()', () => {
  let db: Database;
  beforeEach(async () => {
    db = await openTestDatabase();
  });
  afterEach(() => db.close());

  const say = (ids: readonly string[], policy = SLOW) =>
    ingest(
      db,
      SAM,
      ids.map((id): Event => ({
        event_id: id,
        kind: 'message',
        occurred_at: new Date('2026-03-01T12:00:00Z'),
        payload: { role: 'user', content: 'hello there' },
      })),
      policy,
    );
  const rows = async (sql: string) => (await db.pool.query(sql)).rows as Record<string, unknown>[];
  const jobs = () =>
    rows(`SELECT key, priority, attempts, revision, run_at <= now() AS due, locked_by IS NOT NULL AS taken
      FROM graphile_worker.jobs ORDER BY id`);
  const key = async () => `refresh_user:${String((await rows('SELECT id FROM conversations'))[0]?.['id'])}`;
  const waiting = { priority: 10, attempts: 0, revision: 0, due: false, taken: false };

  it('adds the job that Graphile Worker would add', async () => {
    await say(['a']);
    await db.script(`SELECT graphile_worker.add_job('refresh_user', payload => (SELECT payload FROM
      graphile_worker._private_jobs), job_key => 'theirs', run_at => now() + interval '60 s', priority => 10, max_attempts => 8)`);
    const [ours, theirs] = await rows(`SELECT to_jsonb(j) - '{id,key,run_at,created_at,updated_at}'::text[] AS job,
      run_at - created_at AS delay, updated_at = created_at AS is_new FROM graphile_worker._private_jobs AS j ORDER BY id`);
    expect(ours).toEqual(theirs);
  });

  it('leaves the job that waits as it is', async () => {
    await say(['a']);
    await say(['b'], { ...POLICY, debounceMs: 0 });
    expect(await jobs()).toEqual([{ key: await key(), ...waiting }]);
  });

  it('moves the job that waits to now with the event that reaches the threshold', async () => {
    const policy = { ...SLOW, threshold: 3 };
    await say(['a', 'b'], policy);
    expect(await jobs()).toMatchObject([{ due: false }]);
    await say(['b'], policy);
    expect(await jobs()).toMatchObject([{ due: false }]);
    await say(['b', 'c'], policy);
    expect(await jobs()).toMatchObject([{ due: true, priority: 10 }]);
  });

  it('leaves a job its better place in the queue, and gives it a better one when the backlog is gone', async () => {
    await say(['a']);
    await requestRefresh(db, Number((await rows('SELECT id FROM conversations'))[0]?.['id']));
    await say(['b']);
    expect(await jobs()).toMatchObject([{ priority: 0 }]);
    await db.script('UPDATE graphile_worker._private_jobs SET priority = 13');
    await say(['c']);
    expect(await jobs()).toMatchObject([{ priority: 10 }]);
  });

  it('leaves a job that failed within the hour to its back-off, and begins anew with an older one', async () => {
    await say(['a']);
    const fail = (age: string) =>
      db.script(
        `UPDATE graphile_worker._private_jobs SET attempts = max_attempts, updated_at = now() - interval '${age}'`,
      );
    await fail('59 minutes');
    await say(['b'], { ...SLOW, threshold: 1 });
    expect(await jobs()).toEqual([{ key: await key(), ...waiting, attempts: 8 }]);
    await fail('61 minutes');
    await say(['c']);
    expect(await jobs()).toMatchObject([{ key: null }, { key: await key(), ...waiting }]);
  });

  it('queues another refresh while a worker runs one', async () => {
    await say(['a']);
    await db.script(`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'w', attempts = 1`);
    await say(['b']);
    expect(await jobs()).toMatchObject([
      { key: null, taken: true },
      { key: await key(), ...waiting },
    ]);
  });

  it('asks again when a worker took the job from under it, and stores nothing when that happens every time', async () => {
    await say(['a']);
    await db.script(`ALTER FUNCTION graphile_worker.add_job RENAME TO real_add_job;
      CREATE TABLE asked (n integer);
      CREATE FUNCTION graphile_worker.add_job(
        identifier text, payload json, job_key text, run_at timestamptz, priority integer, max_attempts integer, job_key_mode text
      ) RETURNS graphile_worker._private_jobs LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO asked VALUES (1);
        RETURN CASE WHEN (SELECT count(*) FROM asked) = 2 THEN graphile_worker.real_add_job(
          identifier, payload, job_key => job_key, run_at => run_at, priority => priority, max_attempts => max_attempts) END;
      END $$`);
    const policy = { ...SLOW, threshold: 1 };
    await say(['b'], policy);
    expect(await jobs()).toMatchObject([{ due: true, revision: 1 }]);
    await expect(say(['c'], policy)).rejects.toThrow(
      /^job "refresh_user:\d+" was taken by workers 5 times meanwhile$/u,
    );
    expect(await say(['c'])).toEqual([{ status: 'accepted', seq: 3 }]);
  });

  it('remembers a long backlog for a second, and counts a short one anew', async () => {
    const behind = (n: number) =>
      db.script(`TRUNCATE conversations CASCADE; DELETE FROM graphile_worker._private_jobs;
        INSERT INTO conversations (bot_name, user_id, last_seq) SELECT 'elena', 'u' || i, 1 FROM generate_series(1, ${n}) AS i`);
    await say(['a']);
    for (const [others, priority] of [
      [62, 11],
      [14, 10],
      [63, 12],
      [14, 12],
    ] as const) {
      await behind(others);
      await say(['a']);
      expect(await jobs()).toMatchObject([{ priority }]);
    }
    await db.script(`UPDATE bots SET backlog_counted_at = now() - interval '1 second'`);
    await behind(14);
    await say(['a']);
    expect(await jobs()).toMatchObject([{ priority: 10 }]);
  });

  it('queues nothing for what was there', async () => {
    await say(['a']);
    await db.script('DELETE FROM graphile_worker._private_jobs');
    expect(await say(['a', 'a'])).toEqual([{ status: 'duplicate' }, { status: 'duplicate' }]);
    expect(await jobs()).toEqual([]);
  });

  describe.runIf(TEST_DATABASE_URL !== undefined)('beside others', () => {
    let other: Database;
    let client: PoolClient;
    beforeEach(async () => {
      other = openAgain(db);
      client = await other.pool.connect();
      await client.query('BEGIN');
    });
    afterEach(async () => {
      client.release();
      await other.close();
    });

    /** How Graphile Worker takes a job. */
    const TAKE = `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'w', attempts = attempts + 1
      WHERE id = (SELECT id FROM graphile_worker._private_jobs WHERE is_available FOR UPDATE SKIP LOCKED LIMIT 1)`;
    const INGEST = `SELECT seq::int FROM ingest_events('elena', 'sam',
      '[{"index": 0, "event_id": "theirs", "kind": "recall", "occurred_at": "2026-03-01T12:00:00Z", "payload": {}}]',
      50, 60, 10, 8, '{16}')`;
    /** Until somebody waits for a lock. */
    const blocked = () =>
      vi.waitFor(async () => {
        const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        expect(await rows(waits)).toHaveLength(1);
      });

    it('lets no worker take the job that waits before its events are there to be read', async () => {
      await say(['a']);
      await client.query(INGEST);
      expect((await db.pool.query(TAKE)).rowCount).toBe(0);
      await client.query('COMMIT');
      expect((await db.pool.query(TAKE)).rowCount).toBe(1);
    });

    it('queues another refresh when a worker takes the job at that moment', async () => {
      await say(['a']);
      await client.query(TAKE);
      const said = say(['b']);
      await blocked();
      await client.query('COMMIT');
      expect(await said).toEqual([{ status: 'accepted', seq: 2 }]);
      expect(await jobs()).toMatchObject([{ taken: true }, { key: await key(), taken: false }]);
    });

    it('makes one conversation of two that are made at once, and takes an event once', async () => {
      expect((await client.query(INGEST)).rows).toEqual([{ seq: 1 }]);
      const said = say(['theirs', 'mine']);
      await blocked();
      await client.query('COMMIT');
      expect(await said).toEqual([{ status: 'duplicate' }, { status: 'accepted', seq: 2 }]);
      expect(await rows('SELECT last_seq::int, user_messages::int FROM conversations')).toEqual([
        { last_seq: 2, user_messages: 1 },
      ]);
    });

    it('never leaves a conversation behind without a refresh, whatever workers take and finish', async () => {
      await client.query('COMMIT');
      const over = new AbortController();
      const works = async (worker: Database): Promise<void> => {
        for (let idle = false; !over.signal.aborted || !idle;) {
          const { rows: taken } = await worker.pool.query(`${TAKE} RETURNING id`);
          await worker.pool.query('UPDATE conversations SET folded_seq = last_seq WHERE folded_seq < last_seq');
          await worker.pool.query('SELECT graphile_worker.complete_jobs($1)', [taken.map(({ id }) => Number(id))]);
          idle = taken.length === 0;
        }
      };
      const working = [works(db), works(other)];
      for (let n = 0; n < 100; n++) await Promise.all([say([`a${n}`]), say([`b${n}`])]);
      over.abort();
      await Promise.all(working);
      expect(await rows('SELECT last_seq::int, folded_seq::int FROM conversations')).toEqual([
        { last_seq: 200, folded_seq: 200 },
      ]);
    });
  });
});
