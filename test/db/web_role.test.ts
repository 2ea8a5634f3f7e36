import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InsightReader } from '../../src/cache/insight_reader.ts';
import { ShadowSampler } from '../../src/cache/shadow_sampler.ts';
import { KeyRing } from '../../src/cache/key_ring.ts';
import { parseConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/db.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPg } from '../../src/db/pg.ts';
import { createApp } from '../../src/http/app.ts';
import { MemoryMetrics } from '../../src/metrics/memory_metrics.ts';
import { startSqlSink } from '../../src/metrics/sql_sink.ts';
import { message, openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { routesOf } from '../http/routes_of.ts';

const NOW = new Date();

/** The database as the role sees it: PGlite's one session, or a pool of its own. */
async function openAsWeb(db: Database): Promise<Database> {
  if (db.kind === 'pglite') {
    await db.script('SET ROLE coldpath_web');
    return { ...db, close: () => db.script('RESET ROLE') };
  }
  const url = new URL(String(db.pool.options.connectionString));
  url.searchParams.set('options', '-c role=coldpath_web');
  return openPg({ connectionString: url.href, maxConnections: 4, onError: () => {} });
}

describe('the role coldpath_web', () => {
  let test: TestApp;
  let web: Database;
  beforeAll(async () => {
    test = await openTestApp(NOW);
    // Roles belong to the server, and other tests may make it at the same moment.
    await test.db.script('CREATE ROLE coldpath_web NOLOGIN').catch(() => {});
    await migrate(test.db);
    await test.post('/v1/bots/elena/users/sam/events', { events: [message('m1', NOW, 'hello there')] });
    await test.refresh('elena', 'sam');
    await test.db.script(`SELECT graphile_worker.add_job('refresh_user', '{"conversation_id": 1}', job_key => 'a');
      SELECT graphile_worker.add_job('refresh_user', '{"conversation_id": 1}', job_key => 'b');
      UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key IN ('a', 'b');
      UPDATE strategic_memory_health SET computed_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'`);
    web = await openAsWeb(test.db);
  });
  afterAll(async () => {
    await web.close();
    // Only where no other database has given it rights.
    await test.db.script('DROP OWNED BY coldpath_web; DROP ROLE coldpath_web').catch(() => {});
    await test.db.close();
  });

  const openApp = async () => {
    const { refresh, limits } = parseConfig({});
    const failures: unknown[] = [];
    const onError = (error: unknown): void => void failures.push(error);
    const reader = new InsightReader({
      db: web,
      policy: refresh,
      clock: () => NOW,
      deadlineMs: 5_000,
      copyBytes: 0,
      onError,
    });
    const keys = new KeyRing({ db: web, adminKey: undefined, deadlineMs: 5_000, onError });
    await keys.start();
    const shadow = new ShadowSampler({ db: web, perMinute: 600, onError });
    const logger = pino({ level: 'warn' }, { write: onError });
    const app = createApp({
      db: web,
      config: { refresh, limits },
      clock: () => NOW,
      logger,
      reader,
      keys,
      shadow,
      metrics: new MemoryMetrics(),
    });
    const ask = async (method: string, path: string, body?: unknown) => {
      const answer = await app.request(path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith('{') && !text.includes('\n') ? JSON.parse(text) : text };
    };
    return { app, ask, keys, failures };
  };

  it('is enough for every call of the API', async () => {
    const { app, ask, keys, failures } = await openApp();
    const events = { events: [message('m2', NOW, 'and again')] };
    expect(await ask('POST', '/v1/bots/elena/users/sam/events', events)).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    const line = { bot_name: 'elena', user_id: 'ann', ...message('m3', NOW, 'hi') };
    expect(await ask('POST', '/v1/events', line)).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await ask('GET', '/v1/bots/elena/users/sam/insights')).toMatchObject({
      status: 200,
      body: { freshness: 'stale' },
    });
    const { body: failed } = await ask('GET', '/v1/jobs/failed');
    const ids = (failed as { jobs: { id: number }[] }).jobs.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(await ask('POST', '/v1/jobs/failed/retry', { ids: ids.slice(0, 1) })).toMatchObject({
      body: { retried: [ids[0]] },
    });
    expect(await ask('POST', '/v1/jobs/failed/drop', { ids: ids.slice(1) })).toMatchObject({
      body: { dropped: [ids[1]] },
    });
    const { body: made } = await ask('POST', '/v1/keys', { bot_name: 'elena', scopes: ['read'] });
    expect(await ask('DELETE', `/v1/keys/${(made as { key_id: string }).key_id}`)).toMatchObject({ status: 200 });
    for (const { method, path } of routesOf(app, { bot: 'elena', user: 'sam', key: '000000000000' })) {
      const answer = await ask(method, path, method === 'GET' ? undefined : {});
      expect({ method, path, ...answer }).toMatchObject({ status: expect.toBeOneOf([200, 202, 400, 404]) as number });
    }
    await keys.stop();
    expect(failures).toEqual([]);
  });

  it.each([
    'DROP TABLE events',
    'TRUNCATE events',
    'TRUNCATE strategic_memory_health',
    'ALTER TABLE events DROP COLUMN payload',
    'ALTER TABLE events DISABLE TRIGGER ALL',
    'CREATE TABLE mine ()',
    'CREATE TABLE graphile_worker.mine ()',
    'DROP SCHEMA graphile_worker CASCADE',
    'DROP FUNCTION notify_keys_changed() CASCADE',
    'TRUNCATE graphile_worker._private_jobs',
    'DELETE FROM api_keys',
    `INSERT INTO coldpath_migrations (version, name) VALUES (999999, '999999_x.sql')`,
    'DELETE FROM workers',
    'CREATE ROLE another',
  ])('may not %s', async (sql) => {
    await expect(web.script(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('is enough to write down how reads went', async () => {
    const failures: unknown[] = [];
    const metrics = new MemoryMetrics();
    const read = [{ names: ['memory_health' as const], freshness: 'fresh' as const, computedAt: 0 }];
    for (let i = 0; i < 2; i++) {
      metrics.read('elena', read, 0, 1);
      const onError = (error: unknown): void => void failures.push(error);
      await startSqlSink({ db: web, metrics, intervalSeconds: 60, onError }).stop();
    }
    expect(failures).toEqual([]);
    const { rows } = await web.pool.query('SELECT sum(reads)::int AS reads FROM cache_reads');
    expect(rows).toEqual([{ reads: 3 }]);
  });

  it('has rights to every table that the migrations made, so that none can be forgotten', async () => {
    const { rows } = await test.db.pool.query(
      `SELECT relname, has_table_privilege('coldpath_web', oid, 'SELECT') AS may_read FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
         AND NOT has_table_privilege('coldpath_web', oid, 'INSERT') ORDER BY relname`,
    );
    expect(rows).toEqual([
      { relname: 'coldpath_migrations', may_read: true },
      { relname: 'shadow_checks', may_read: true },
      { relname: 'workers', may_read: true },
    ]);
  });
});
