import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openEmptyDatabase, TEST_DATABASE_URL, urlOf } from '../db/open_test_database.ts';
import { proxiedPostgres } from '../db/proxied_postgres.ts';

const WORKER = new URL('../../src/main/worker.ts', import.meta.url).pathname;

/** A worker that cannot work must end with an error, or nobody would notice. Processes share only a Postgres. */
describe.skipIf(TEST_DATABASE_URL === undefined)('npm run worker', () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  const emptyDatabase = async (): Promise<{ db: Database; url: string }> => {
    const db = await openEmptyDatabase();
    cleanUps.push(() => db.close());
    return { db, url: urlOf(db) ?? '' };
  };
  const start = (url: string, more: Record<string, string> = {}) => {
    const env = { PATH: process.execPath, DATABASE_URL: url, ...more };
    const child = spawn(process.execPath, [WORKER], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    cleanUps.push(async () => child.kill('SIGKILL'));
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)));
    return { ended: once(child, 'close').then(([code]) => Number(code)), log: () => log };
  };

  it('does not start on a database that lacks migrations', async () => {
    const { url } = await emptyDatabase();
    const worker = start(url);
    expect(await worker.ended).toBe(2);
    expect(worker.log()).toMatch(/lacks \d+ migrations: run "npm run migrate" first/u);
  });

  it('does not start as a role that may not do its work, and names the tables', async () => {
    const { db, url } = await emptyDatabase();
    await migrate(db);
    const role = `reader_${Date.now()}`;
    cleanUps.push(() => db.script(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
    await db.script(`CREATE ROLE ${role} LOGIN;
      GRANT USAGE ON SCHEMA public, graphile_worker TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, graphile_worker TO ${role};
      REVOKE DELETE ON events FROM ${role}`);
    const asReader = new URL(url);
    asReader.username = role;
    const worker = start(asReader.href);
    expect(await worker.ended).toBe(2);
    // Graphile Worker shows its jobs to their owner alone.
    expect(worker.log()).toContain(
      `role "${role}" may not read and write all of events, graphile_worker._private_jobs`,
    );
  });

  it.each(['refuse', 'hang'] as const)('ends with an error when its connections %s for long', async (how) => {
    const { db, url } = await emptyDatabase();
    await migrate(db);
    const proxy = await proxiedPostgres(url);
    cleanUps.push(() => proxy.close());
    const worker = start(proxy.url, { COLDPATH_GIVE_UP_SECONDS: '6', COLDPATH_GRACE_SECONDS: '0' });
    await vi.waitFor(() => expect(worker.log()).toContain('coldpath worker runs'), { timeout: 20_000 });
    proxy[how]();
    expect(await worker.ended).toBe(1);
    expect(worker.log()).toMatch(/the database was away for \d+ seconds/u);
  });

  it('outlives a database that is away for a moment', async () => {
    const { db, url } = await emptyDatabase();
    await migrate(db);
    const worker = start(url, { COLDPATH_GIVE_UP_SECONDS: '20' });
    await vi.waitFor(() => expect(worker.log()).toContain('coldpath worker runs'), { timeout: 20_000 });
    await db.script(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    await db.script('DELETE FROM workers');
    await vi.waitFor(async () => expect((await db.pool.query('SELECT FROM workers')).rowCount).toBe(1), {
      timeout: 20_000,
      interval: 500,
    });
  });
});
