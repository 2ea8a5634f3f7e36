import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runWorker } from '../../src/main/run_worker.ts';
import type { Worker } from '../../src/main/run_worker.ts';
import { ANNOTATOR, message, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { shortConversation } from './conversation.ts';

const USER = '/v1/bots/elena/users/sam';

describe('a sampled read', () => {
  let test: TestApp;
  let worker: Worker | undefined;
  let now: Date;
  beforeEach(async () => {
    now = new Date();
    test = await openTestApp(now, undefined, {}, undefined, 1);
    await test.post(`${USER}/events`, { events: shortConversation(now, 30) });
    await test.refresh('elena', 'sam');
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    await test.db.close();
  });

  const rows = async (sql: string) => (await test.db.pool.query(sql)).rows as Record<string, unknown>[];
  const queued = (count: number) =>
    vi.waitFor(async () =>
      expect(await rows(`SELECT FROM graphile_worker.jobs WHERE task_identifier = 'shadow_read'`)).toHaveLength(count),
    );
  const work = async (more: { verifyShare?: number } = {}): Promise<void> => {
    worker = await runWorker({
      db: test.db,
      annotator: ANNOTATOR,
      policy: POLICY,
      clock: () => new Date(),
      hangSeconds: 60,
      retention: { eventDays: 0, rowDays: 30 },
      concurrency: 1,
      graceSeconds: 1,
      giveUpSeconds: 60,
      verifyShare: 0,
      logger: pino({ level: 'silent' }),
      metrics: test.metrics,
      ...more,
    });
  };
  const checks = () =>
    rows(`SELECT section, freshness, checked::int, different::int, distance_sum AS distance FROM shadow_checks
      WHERE bot_name = 'elena' ORDER BY section COLLATE "C"`);
  const checked = (count: number) =>
    vi.waitFor(async () => expect(await checks()).toHaveLength(count), { timeout: 20_000, interval: 200 });

  it('is recomputed by a worker, at most as often as the setting says', async () => {
    for (let i = 0; i < 5; i++) await test.get(`${USER}/insights`);
    await queued(1);
    await work();
    await checked(6);
    // Nothing happened since the rows were written, and no time passed: the answer was the true one.
    const sections = ['character_performance', 'conversation_patterns', 'engagement_opportunities'];
    expect(await checks()).toEqual(
      [...sections, 'memory_behavior', 'memory_health', 'personality_profile'].map((section) => ({
        section,
        freshness: 'fresh',
        checked: 1,
        different: 0,
        distance: 0,
      })),
    );
  });

  it('tells how far an answer was that knew nothing of the last events, or that somebody changed', async () => {
    const news = Array.from({ length: 20 }, (_, i) => message(`n${i}`, now, `the volcano erupted again (${i})`));
    await test.db.script(`UPDATE strategic_memory_health SET memory_snapshot = '{}' WHERE user_id = 'sam'`);
    await test.post(`${USER}/events`, { events: news });
    test.setNow(new Date(now.getTime() + 1_000));
    await test.get(`${USER}/insights`);
    await queued(1);
    await test.db.script(`DELETE FROM graphile_worker._private_jobs WHERE key LIKE 'refresh_user:%'`);
    await work();
    await checked(6);
    const found = new Map((await checks()).map((check) => [check['section'], Number(check['distance'])]));
    expect(found.get('memory_health')).toBeGreaterThan(0.1);
    expect(found.get('conversation_patterns')).toBeGreaterThan(0.01);
    expect(found.get('character_performance')).toBeLessThan(0.01);
  });

  it('of a user who was erased since is no error', async () => {
    await test.get(`${USER}/insights`);
    await queued(1);
    await test.db.script('DELETE FROM conversations');
    await work();
    await queued(0);
    expect(await checks()).toEqual([]);
  });

  it('is not taken when the setting is 0', async () => {
    const off = await openTestApp(now);
    try {
      await off.post(`${USER}/events`, { events: [message('m', now, 'hello')] });
      await off.refresh('elena', 'sam');
      await off.get(`${USER}/insights`);
      const jobs = await off.db.pool.query(`SELECT FROM graphile_worker.jobs WHERE task_identifier = 'shadow_read'`);
      expect(jobs.rows).toEqual([]);
    } finally {
      await off.db.close();
    }
  });

  describe('the scheduled verification', () => {
    const verified = async () => {
      await test.db.script(`SELECT graphile_worker.add_job('verify', max_attempts => 1)`);
      await vi.waitFor(
        async () =>
          expect(
            await rows(`SELECT FROM graphile_worker.jobs WHERE task_identifier = 'verify'
              AND (attempts < 1 OR locked_at IS NOT NULL)`),
          ).toEqual([]),
        { timeout: 20_000, interval: 200 },
      );
      return rows(`SELECT last_error FROM graphile_worker.jobs WHERE task_identifier = 'verify'`);
    };

    it('lists a difference among what failed for good, when it is switched on', async () => {
      await test.db.script(`UPDATE engine_states SET state = '{}' WHERE engine = 'memory_aging'`);
      await work();
      expect(await verified()).toEqual([]);
      await worker?.stop();
      await work({ verifyShare: 1 });
      expect(await verified()).toEqual([
        { last_error: expect.stringContaining('of 1 conversations and 1 bots differ from their events') as string },
      ]);
      expect(await (await test.get('/v1/jobs/failed')).json()).toMatchObject({ jobs: [{ task: 'verify' }] });
    });
  });
});
