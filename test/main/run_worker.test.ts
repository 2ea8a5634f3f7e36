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

  it('gives its sign of life in the name in which its jobs are locked', async () => {
    await test.post('/v1/bots/elena/users/sam/events', { events: [message('m', new Date(), 'hello there')] });
    worker = await runWorker({
      db: test.db,
      annotator: {
        ...ANNOTATOR,
        embedder: { source: 'slow', languages: new Set(['en']), embed: () => new Promise(() => undefined) },
      },
      policy: POLICY,
      clock: () => new Date(),
      hangSeconds: 60,
      retention: { eventDays: 0, rowDays: 30 },
      concurrency: 1,
      graceSeconds: 0,
      giveUpSeconds: 60,
      verifyShare: 0,
      logger: pino({ level: 'silent' }),
      metrics: test.metrics,
    });
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
});
