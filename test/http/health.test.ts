import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { healthRoutes, PROBE_MS } from '../../src/http/routes/health.ts';
import { openTestApp } from './open_test_app.ts';
import type { TestApp } from './open_test_app.ts';

describe('GET /livez and /readyz', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openTestApp(new Date());
  });
  afterEach(() => test.db.close());

  const ready = async () => {
    const answer = await test.get('/readyz');
    return { code: answer.status, ...((await answer.json()) as Record<string, unknown>) };
  };
  const withWorker = (secondsAgo: number) =>
    test.db.script(`INSERT INTO workers (worker_id, concurrency, heartbeat_at)
      VALUES (gen_random_uuid(), 3, now() - interval '${secondsAgo} seconds')`);

  it('is ready when the database answers, is migrated, a worker lives and nothing waits', async () => {
    await withWorker(1);
    expect(await ready()).toMatchObject({
      code: 200,
      status: 'ready',
      checks: { database: 'ok', migrations: 'ok', worker: 'ok', queue: 'ok' },
      warnings: [],
    });
  });

  it('says why nothing is refreshed, and still serves reads', async () => {
    await withWorker(30);
    await test.db.script(`SELECT graphile_worker.add_job('sweep', run_at => now() - interval '2 minutes')`);
    expect(await ready()).toMatchObject({
      code: 200,
      status: 'ready',
      checks: {
        worker: 'no worker gives a sign of life: nothing is refreshed',
        queue: expect.stringMatching(/^the oldest due job has waited for 12\d seconds$/u) as string,
      },
      warnings: [expect.anything(), expect.anything()],
    });
  });

  it('is not ready without a migration of this release, nor with one of a later release', async () => {
    await test.db.script(`DELETE FROM coldpath_migrations WHERE version = 6`);
    expect(await ready()).toMatchObject({
      code: 503,
      status: 'not ready',
      checks: { database: 'ok', migrations: '1 to apply: run "npm run migrate"' },
    });
    await test.db.script(`INSERT INTO coldpath_migrations (version, name) VALUES (999999, '999999_future.sql')`);
    expect(await ready()).toMatchObject({
      code: 503,
      checks: { database: 'ok', migrations: expect.stringContaining('999999_future.sql') as string },
    });
  });

  it('answers within its deadline while the database hangs, on one connection however often it is asked', async () => {
    const query = vi.fn<() => Promise<never>>(() => new Promise(() => undefined));
    const hanging: Database = { ...test.db, query };
    const context = { db: hanging, logger: pino({ level: 'silent' }) };
    const app = healthRoutes(context as unknown as Parameters<typeof healthRoutes>[0]);
    const answers = await Promise.all(['/readyz', '/readyz', '/livez'].map(async (path) => app.request(path)));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(await answers[0]?.json()).toEqual({
      status: 'not ready',
      checks: { database: `the database did not answer within ${PROBE_MS} ms` },
      warnings: [],
    });
    expect(query).toHaveBeenCalledTimes(1);
  });
});
