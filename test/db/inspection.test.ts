import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement } from '../../src/db/db.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPg } from '../../src/db/pg.ts';
import { MemoryMetrics } from '../../src/metrics/memory_metrics.ts';
import { startSqlSink } from '../../src/metrics/sql_sink.ts';
import { prunePass } from '../../src/pipeline/prune_pass.ts';
import { message, openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { shortConversation } from '../pipeline/conversation.ts';
import { openEmptyDatabase, TEST_DATABASE_URL } from './open_test_database.ts';

const COOKBOOK = new URL('../../docs/sql.md', import.meta.url);
const text = await readFile(COOKBOOK, 'utf8');
const statements = [...text.matchAll(/```sql\n(.*?)```/gsu)].map(([, sql]) => (sql ?? '').trim());

describe('looking by SQL', () => {
  let test: TestApp;
  const rows = async (sql: string): Promise<Record<string, unknown>[]> => (await test.db.pool.query(sql)).rows;

  beforeAll(async () => {
    const now = new Date();
    test = await openTestApp(now);
    await test.post('/v1/bots/elena/users/sam/events', { events: shortConversation(now) });
    await test.refresh('elena', 'sam');
    await test.db.script('DELETE FROM graphile_worker._private_jobs');
    for (const user of ['ann', 'bob'])
      await test.post(`/v1/bots/elena/users/${user}/events`, { events: [message('m', now, 'hello there')] });
    await test.db.script(`
      UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = E'it broke\nat line 1'
      WHERE key = 'refresh_user:' || (SELECT id FROM conversations WHERE user_id = 'ann');
      UPDATE events SET received_at = now() - interval '100 seconds' WHERE user_id = 'bob';
      UPDATE strategic_memory_health SET forgetting_risk_memories = '[{"label": "shellfish", "retrievability": 0.4}]';
      INSERT INTO workers (worker_id, concurrency) VALUES (gen_random_uuid(), 3);`);
    for (const user of ['sam', 'sam', 'nobody']) await test.get(`/v1/bots/elena/users/${user}/insights`);
    await startSqlSink({
      db: test.db,
      metrics: test.metrics,
      intervalSeconds: 60,
      onError: (error) => expect.fail(String(error)),
    }).stop();
  });
  afterAll(() => test.db.close());

  const look = (sql: string): Promise<Record<string, unknown>[]> =>
    test.db.transaction(async (tx) => {
      await tx.script('SET LOCAL ROLE coldpath_readonly');
      return tx.query(statement(`look_${randomUUID()}`, v.record(v.string(), v.unknown()), sql), []);
    });

  it.each(statements)('%s finds something, for a role that may only look', async (sql) => {
    expect((await look(sql)).length).toBeGreaterThan(0);
  });

  it.each([
    ['SELECT 1 AS n FROM events', 'events'],
    ['SELECT 1 AS n FROM api_keys', 'api_keys'],
    ['SELECT 1 AS n FROM messages', 'messages'],
    ['DELETE FROM strategic_memory_health', 'strategic_memory_health'],
    [`SELECT grant_inspection('public')`, 'grant_inspection'],
  ])('%s is not for that role', async (sql, what) => {
    await expect(look(sql)).rejects.toMatchObject({ code: '42501', message: expect.stringContaining(what) as string });
  });

  it('tells how reads went, as often as they were', async () => {
    const found =
      await rows(`SELECT reads::int, hits::int, misses::int, heuristic::int, hit_rate::float8 FROM cache_hit_rates
      WHERE bot_name = 'elena' AND table_name = 'strategic_memory_health'`);
    expect(found).toEqual([{ reads: 3, hits: 2, misses: 1, heuristic: 0, hit_rate: 0.6667 }]);
  });

  it('tells who is behind, for how long, and what became of the refresh', async () => {
    const found = await rows(
      'SELECT user_id, unfolded::int, lag_seconds >= 100 AS long, job, last_error FROM conversation_lag ORDER BY 1',
    );
    expect(found).toEqual([
      { user_id: 'ann', unfolded: 1, long: false, job: 'failed', last_error: 'it broke\nat line 1' },
      {
        user_id: 'bob',
        unfolded: 1,
        long: true,
        job: expect.stringMatching(/waiting|due/u) as string,
        last_error: null,
      },
    ]);
    expect(await rows('SELECT bot_name, user_id, task, last_error FROM failed_jobs')).toEqual([
      { bot_name: 'elena', user_id: 'ann', task: 'refresh_user', last_error: 'it broke\nat line 1' },
    ]);
  });

  it('tells what the tables hold', async () => {
    await test.db.script(`INSERT INTO strategic_memory_behavior (user_id, bot_name) VALUES ('u', 'elena')`);
    const [found] = await rows(`SELECT rows::int, unexpired::int, by_hand::int FROM cache_status
      WHERE table_name = 'strategic_memory_behavior' AND bot_name = 'elena'`);
    expect(found).toEqual({ rows: 2, unexpired: 2, by_hand: 1 });
  });

  it('adds up what several processes count, keeps it while the database is away, and forgets it after 90 days', async () => {
    const sections = [{ names: ['memory_health' as const], freshness: 'fresh' as const, computedAt: 0 }];
    const processes = [new MemoryMetrics(), new MemoryMetrics()];
    let away = true;
    const db = {
      ...test.db,
      query: ((...values) =>
        away ? Promise.reject(new Error('connection lost')) : test.db.query(...values)) as typeof test.db.query,
    };
    const sinks = processes.map((metrics) => startSqlSink({ db, metrics, intervalSeconds: 0.01, onError: () => {} }));
    for (const metrics of processes) for (let i = 0; i < 5; i++) metrics.read('rosa', sections, 0, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    away = false;
    await Promise.all(sinks.map((sink) => sink.stop()));
    const counted = `SELECT sum(reads)::int AS n FROM cache_reads WHERE bot_name = 'rosa'`;
    expect(await rows(counted)).toEqual([{ n: 10 }]);
    await prunePass(test.db, { eventDays: 0, rowDays: 365 }, new Date(Date.now() + 89 * 86_400_000));
    expect(await rows(counted)).toEqual([{ n: 10 }]);
    await prunePass(test.db, { eventDays: 0, rowDays: 365 }, new Date(Date.now() + 91 * 86_400_000));
    expect(await rows(counted)).toEqual([{ n: null }]);
  });
});

describe.runIf(TEST_DATABASE_URL !== undefined)('a migrating role that may not create roles', () => {
  it('migrates all the same, and can let another role look', async () => {
    const db = await openEmptyDatabase();
    const name = `managed_${randomUUID().replaceAll('-', '')}`;
    const { rows } = await db.pool.query('SELECT current_database() AS name');
    await db.script(`CREATE ROLE ${name} LOGIN; CREATE ROLE ${name}_guest; GRANT ALL ON SCHEMA public TO ${name};
      GRANT CREATE ON DATABASE ${String(rows[0]?.name)} TO ${name}`);
    const url = new URL(TEST_DATABASE_URL ?? '');
    Object.assign(url, { username: name, password: '', pathname: `/${String(rows[0]?.name)}` });
    const managed = openPg({ connectionString: url.href, maxConnections: 3, onError: () => {} });
    try {
      expect(await migrate(managed)).not.toEqual([]);
      await managed.script(`SELECT grant_inspection('${name}_guest')`);
      await db.script(`SET ROLE ${name}_guest; SELECT FROM failed_jobs; RESET ROLE`);
      await expect(db.script(`SET ROLE ${name}_guest; SELECT FROM events`)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await managed.close();
      await db.script(`RESET ROLE; DROP OWNED BY ${name}, ${name}_guest CASCADE; DROP ROLE ${name}, ${name}_guest`);
      await db.close();
    }
  });
});
