import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TEST_DATABASE_URL } from '../db/open_test_database.ts';
import { message, openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { HAS_VICTORIA, startVictoria } from '../metrics/victoria.ts';
import type { Victoria } from '../metrics/victoria.ts';

const WORKER = new URL('../../src/main/worker.ts', import.meta.url).pathname;

describe.runIf(HAS_VICTORIA && TEST_DATABASE_URL !== undefined)('a worker process', () => {
  let test: TestApp;
  let victoria: Victoria;
  beforeAll(async () => {
    [test, victoria] = await Promise.all([openTestApp(new Date()), startVictoria()]);
  });
  afterAll(async () => {
    await Promise.all([test.db.close(), victoria.stop()]);
  });

  it('tells InfluxDB and Prometheus what it did, and stops cleanly', async () => {
    await test.post('/v1/bots/elena/users/sam/events', { events: [message('m', new Date(), 'hello there')] });
    const child = spawn(process.execPath, [WORKER], {
      env: {
        PATH: process.execPath,
        DATABASE_URL: String(test.db.pool.options.connectionString),
        INFLUX_URL: victoria.url,
        INFLUX_SECONDS: '1',
        COLDPATH_METRICS_PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let log = '';
    child.stdout.on('data', (chunk) => (log += String(chunk)));
    const metrics = await vi
      .waitFor(() => expect(log).toMatch(/metrics are at /u), { timeout: 25_000 })
      .then(() => /http:[^ "]+/u.exec(log)?.[0] ?? '');
    const told = async (): Promise<void> => {
      const refreshes = await victoria.export('refresh_count{task="refresh_user",outcome="refreshed"}');
      expect(refreshes.flatMap(({ values }) => values)).toEqual([1]);
      const engines = await victoria.export('engine_run_count{outcome="ok"}');
      expect(new Set(engines.map(({ metric }) => metric['engine'])).size).toBe(7);
      const alive = await victoria.export('worker_alive');
      expect(alive.flatMap(({ values }) => values)).toContain(1);
    };
    await vi.waitFor(told, { timeout: 30_000, interval: 300 });
    const text = await (await fetch(metrics)).text();
    expect(text).toContain('refresh_count{task="refresh_user",outcome="refreshed"} 1\n');
    expect((await fetch(metrics.replace('/metrics', '/v1/bots'))).status).toBe(404);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
  });
});
