import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runWorker } from '../../src/main/run_worker.ts';
import type { Worker } from '../../src/main/run_worker.ts';
import { ANNOTATOR, message, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

describe('runWorker()', () => {
  let test: TestApp;
  let worker: Worker | undefined;
  beforeEach(async () => {
    test = await openTestApp(new Date());
  });
  afterEach(async () => {
    await worker?.stop();
    await test.db.close();
  });

  /** A worker that never gets done with a message. */
  const startStuck = async (concurrency: number, logger = pino({ level: 'silent' })): Promise<Worker> =>
    runWorker({
      db: test.db,
      annotator: {
        ...ANNOTATOR,
        embedder: { source: 'slow', languages: new Set(['en']), embed: () => new Promise(() => undefined) },
      },
      policy: POLICY,
      clock: () => new Date(),
      hangSeconds: 60,
      retention: { eventDays: 0, rowDays: 30 },
      concurrency,
      graceSeconds: 0,
      giveUpSeconds: 60,
      verifyShare: 0,
      logger,
      metrics: test.metrics,
    });
  const post = async (user: string): Promise<void> => {
    await test.post(`/v1/bots/elena/users/${user}/events`, { events: [message('m', new Date(), 'hello there')] });
  };
  const countJobs = async (condition: string): Promise<number> => {
    const where = `task_identifier = 'refresh_user' AND ${condition}`;
    const { rows } = await test.db.pool.query(`SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE ${where}`);
    return Number(rows[0]?.n);
  };

  it('gives its sign of life in the name in which its jobs are locked', async () => {
    await post('sam');
    worker = await startStuck(1);
    await vi.waitFor(
      async () => {
        const { rows } = await test.db.pool.query(
          `SELECT FROM graphile_worker.jobs JOIN workers ON jobs.locked_by = ANY (workers.graphile_worker_ids)`,
        );
        expect(rows).toHaveLength(1);
      },
      { timeout: 15_000, interval: 200 },
    );
  });

  it('gives back what it has fetched and not begun when it is stopped, without a complaint', async () => {
    for (const user of ['sam', 'kim', 'lee', 'max']) await post(user);
    await test.db.script(`UPDATE graphile_worker._private_jobs SET run_at = now()`);
    const lines: string[] = [];
    worker = await startStuck(2, pino({ level: 'error' }, { write: (line) => void lines.push(line) }));
    await vi.waitFor(async () => expect(await countJobs('locked_at IS NOT NULL')).toBe(4), { timeout: 15_000 });
    await worker.stop();
    expect(await countJobs('locked_at IS NULL')).toBe(4);
    // Two were given up in the middle.
    expect(lines.filter((line) => !line.includes('Failed task'))).toEqual([]);
  });

  it('soon gives back what it fetched and cannot begin, and what it does when it stops', async () => {
    for (const user of ['sam', 'kim', 'lee', 'max', 'pat', 'roy']) await post(user);
    await test.db.script(`UPDATE graphile_worker._private_jobs SET run_at = now()`);
    worker = await startStuck(2);
    await vi.waitFor(async () => expect(await countJobs('locked_at IS NOT NULL')).toBe(4), { timeout: 15_000 });
    await vi.waitFor(async () => expect(await countJobs('locked_at IS NOT NULL')).toBe(2), { timeout: 10_000 });
    expect(await countJobs('locked_at IS NULL AND attempts = 0')).toBe(4);
    await worker.stop();
    expect(await countJobs('locked_at IS NULL')).toBe(6);
    expect(await countJobs('attempts = 0')).toBe(4);
  });
});
