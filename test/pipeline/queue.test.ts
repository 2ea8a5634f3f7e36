import type { JobHelpers } from 'graphile-worker';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pino } from 'pino';
import type { Database } from '../../src/db/db.ts';
import { runWorker } from '../../src/main/run_worker.ts';
import type { Worker } from '../../src/main/run_worker.ts';
import { CommitGroup } from '../../src/pipeline/commit_group.ts';
import { ConversationReads } from '../../src/pipeline/conversation_reads.ts';
import { DEAD_SECONDS, keepAlive } from '../../src/pipeline/keep_alive.ts';
import { queueHealth } from '../../src/pipeline/queue_health.ts';
import { nextRefreshAhead } from '../../src/pipeline/refresh_ahead.ts';
import { withWatchdog } from '../../src/pipeline/watchdog.ts';
import { prune } from '../../tasks/prune.ts';
import { sweep } from '../../tasks/sweep.ts';
import { ANNOTATOR, message, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

describe('the queue', () => {
  let test: TestApp;
  let db: Database;
  let worker: Worker | undefined;
  beforeEach(async () => {
    test = await openTestApp(new Date());
    db = test.db;
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    await db.close();
  });

  const work = async (more: object = {}): Promise<void> => {
    worker = await runWorker({
      db,
      annotator: ANNOTATOR,
      policy: POLICY,
      clock: () => new Date(),
      hangSeconds: 60,
      retention: { eventDays: 0, rowDays: 30 },
      concurrency: 2,
      graceSeconds: 1,
      giveUpSeconds: 60,
      verifyShare: 0,
      logger: pino({ level: 'silent' }),
      metrics: test.metrics,
      ...more,
    });
  };
  const post = (bot: string, user: string, id = 'm') => {
    test.setNow(new Date());
    return test.post(`/v1/bots/${bot}/users/${user}/events`, {
      events: [message(id, new Date(Date.now() - 60_000), 'hello there')],
    });
  };
  const rows = async (sql: string) => (await db.pool.query(sql)).rows as Record<string, unknown>[];
  const dueNow = () => db.script('UPDATE graphile_worker._private_jobs SET run_at = now()');

  it('folds a burst once, when the debounce is over', async () => {
    for (let i = 0; i < 5; i++) await post('elena', 'sam', `m${i}`);
    expect(
      await rows(`SELECT count(*)::int AS jobs, bool_and(run_at > created_at) AS later FROM graphile_worker.jobs`),
    ).toEqual([{ jobs: 1, later: true }]);
  });

  it('is due at once from the threshold of unfolded events on', async () => {
    const events = Array.from({ length: POLICY.threshold }, (_, i) => message(`m${i}`, new Date(), 'hi'));
    await test.post('/v1/bots/elena/users/sam/events', { events });
    expect(await rows('SELECT run_at <= now() AS due FROM graphile_worker.jobs')).toEqual([{ due: true }]);
  });

  it('puts the ten of one bot before the rest of a long backlog of another', async () => {
    for (let i = 0; i < 40; i++) await post('big', `u${i}`);
    for (let i = 0; i < 10; i++) await post('small', `u${i}`);
    const order = await rows(`SELECT c.bot_name AS bot FROM graphile_worker.jobs AS j JOIN conversations AS c
      ON j.key = 'refresh_user:' || c.id ORDER BY j.priority, j.run_at, j.id`);
    expect(order.findLastIndex(({ bot }) => bot === 'small')).toBeLessThan(30);
  });

  it('frees the jobs of a worker that died, and leaves those of one that lives', async () => {
    await post('elena', 'ann');
    await post('elena', 'bob');
    await db.script(`
      UPDATE graphile_worker._private_jobs SET locked_by = 'dead-1', locked_at = now() - interval '${DEAD_SECONDS + 1} seconds'
        WHERE id = (SELECT min(id) FROM graphile_worker._private_jobs);
      UPDATE graphile_worker._private_jobs SET locked_by = 'alive-1', locked_at = now() - interval '1 hour'
        WHERE id = (SELECT max(id) FROM graphile_worker._private_jobs);
      INSERT INTO workers (worker_id, graphile_worker_ids, concurrency, heartbeat_at) VALUES
        (gen_random_uuid(), '{dead-1}', 1, now() - interval '${DEAD_SECONDS + 1} seconds'),
        (gen_random_uuid(), '{alive-1}', 1, now())`);
    await post('elena', 'eve');
    await db.script(`UPDATE graphile_worker._private_jobs SET locked_by = 'just started', locked_at = now()
      WHERE locked_by IS NULL`);
    const onUnlocked = vi.fn<(names: readonly string[]) => void>();
    const alive = await keepAlive(db, {
      workerId: crypto.randomUUID(),
      concurrency: 1,
      graphileWorkerIds: () => ['me-1'],
      tasks: ['refresh_user'],
      onError: (error) => expect.fail(String(error)),
      onUnlocked,
    });
    expect(onUnlocked).toHaveBeenCalledExactlyOnceWith(['dead-1']);
    expect(await rows('SELECT locked_by FROM graphile_worker.jobs ORDER BY id')).toEqual([
      { locked_by: null },
      { locked_by: 'alive-1' },
      { locked_by: 'just started' },
    ]);
    await alive.stop();
    await alive.stop();
    expect(await rows('SELECT graphile_worker_ids FROM workers')).toEqual([{ graphile_worker_ids: ['alive-1'] }]);
  });

  it('tells what is wrong: no worker, jobs that failed for good', async () => {
    expect(await queueHealth(db)).toMatchObject({
      waiting: 0,
      warnings: [expect.stringContaining('no worker') as string],
    });
    await post('elena', 'sam');
    await db.script(`UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'it broke'`);
    expect(await (await test.get('/metrics')).text()).toContain('queue_failed 1');
    expect(await queueHealth(db)).toMatchObject({
      failed: 1,
      warnings: [expect.anything() as string, expect.stringContaining('1 jobs failed') as string],
    });
  });

  it('lists what failed for good, and queues it again or drops it', async () => {
    await post('elena', 'ann');
    await post('elena', 'bob');
    await db.script(`UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'it broke'`);
    const { jobs } = (await (await test.get('/v1/jobs/failed')).json()) as {
      jobs: { id: number; user_id: string; last_error: string }[];
    };
    expect(jobs.map(({ user_id: user, last_error: error }) => [user, error])).toEqual([
      ['ann', 'it broke'],
      ['bob', 'it broke'],
    ]);
    const [ann, bob] = jobs.map(({ id }) => id);
    expect(await (await test.post('/v1/jobs/failed/retry', { ids: [ann] })).json()).toEqual({ retried: [ann] });
    expect(await (await test.post('/v1/jobs/failed/drop', { ids: [ann, bob] })).json()).toEqual({ dropped: [bob] });
    expect(await rows('SELECT attempts FROM graphile_worker.jobs')).toEqual([{ attempts: 0 }]);
    const refused = await test.post('/v1/jobs/failed/drop', { ids: ['x'] });
    expect(await refused.json()).toMatchObject({ status: 400, detail: 'ids.0 must be a number' });
  });

  it('works through everything but a poison conversation, which it tries again later', async () => {
    for (const user of ['ann', 'poison', 'bob']) await post('elena', user);
    await db.script(`UPDATE events SET payload = '{"role": "nobody"}' WHERE user_id = 'poison'`);
    await dueNow();
    await work();
    await vi.waitFor(
      async () => {
        const folded = await rows(`SELECT user_id FROM conversations WHERE folded_seq = last_seq ORDER BY 1`);
        expect(folded).toEqual([{ user_id: 'ann' }, { user_id: 'bob' }]);
        const [job] = await rows(
          `SELECT attempts, last_error, run_at > now() AS later FROM graphile_worker.jobs WHERE attempts > 0`,
        );
        expect(job).toMatchObject({
          later: true,
          last_error: 'row 0 (seq 1) of read_unfolded_events: payload.role must be "user" or "bot"',
        });
      },
      { timeout: 10_000 },
    );
  });

  it('gives a job back when it is stopped, with nothing left locked', async () => {
    await post('elena', 'sam');
    await dueNow();
    let started = false;
    const slow = {
      version: 1,
      analyze: ANNOTATOR.analyze,
      embedder: {
        source: 'slow',
        languages: new Set(['en']),
        embed: () => ((started = true), new Promise<number[]>(() => undefined)),
      },
    };
    await work({ annotator: slow });
    await vi.waitFor(() => expect(started).toBe(true), { timeout: 10_000 });
    await worker?.stop();
    expect(await rows('SELECT locked_by FROM graphile_worker.jobs')).toEqual([{ locked_by: null }]);
    expect(await rows('SELECT count(*)::int AS n FROM workers')).toEqual([{ n: 0 }]);
  });

  it('gives up a job that hangs, and tries it again', async () => {
    await post('elena', 'sam');
    await dueNow();
    const embed = vi.fn<() => Promise<number[]>>(() => new Promise(() => undefined));
    await work({
      hangSeconds: 0.2,
      annotator: { ...ANNOTATOR, embedder: { source: 'hangs', languages: new Set(['en']), embed } },
    });
    await vi.waitFor(
      async () => {
        const [job] = await rows('SELECT attempts, last_error FROM graphile_worker.jobs');
        expect(job).toMatchObject({
          attempts: 1,
          last_error: expect.stringContaining('made no progress for 0.2 seconds') as string,
        });
      },
      { timeout: 10_000 },
    );
  });

  it.each([
    ['sweep', sweep],
    ['prune', prune],
  ])('gives up a %s that hangs', async (_name, task) => {
    const hanging: Database = { ...db, query: () => new Promise(() => undefined) };
    const context = {
      annotator: ANNOTATOR,
      policy: POLICY,
      clock: () => new Date(),
      hangSeconds: 0.05,
      verifyShare: 0,
      group: new CommitGroup(hanging),
      reads: new ConversationReads(hanging),
    };
    const run = task({ ...context, db: hanging, metrics: test.metrics, retention: { eventDays: 1, rowDays: 30 } });
    const helpers = { abortSignal: new AbortController().signal } as unknown as JobHelpers;
    await expect(run({}, helpers)).rejects.toThrow('made no progress for 0.05 seconds');
  });

  it('finds what is due and not queued', async () => {
    await post('elena', 'sam');
    await db.script(`DELETE FROM graphile_worker._private_jobs; SELECT graphile_worker.add_job('sweep')`);
    await work();
    await vi.waitFor(
      async () => expect(await rows('SELECT folded_seq::int AS n FROM conversations')).toEqual([{ n: 1 }]),
      { timeout: 10_000 },
    );
  });

  it('refreshes ahead while the window of the bot lasts', async () => {
    await post('elena', 'sam');
    await db.script('UPDATE bots SET refresh_ahead_seconds = 600');
    await test.refresh('elena', 'sam');
    const ahead = await rows(
      `SELECT extract(epoch FROM run_at - now())::int AS seconds FROM graphile_worker.jobs WHERE key LIKE 'refresh_ahead:%'`,
    );
    expect(ahead).toEqual([{ seconds: expect.closeTo(POLICY.ttlSeconds - 30, -1) as number }]);
  });
});

describe('nextRefreshAhead()', () => {
  const at = (seconds: number) => new Date(seconds * 1_000);
  it('is half a minute before the rows expire, as long as they expire within the window', () => {
    expect(nextRefreshAhead({ now: at(0), lastEventAt: at(0), expiresAt: at(300), refreshAheadSeconds: 600 })).toEqual(
      at(270),
    );
    expect(
      nextRefreshAhead({ now: at(0), lastEventAt: at(0), expiresAt: at(600), refreshAheadSeconds: 600 }),
    ).toBeNull();
    expect(nextRefreshAhead({ now: at(0), lastEventAt: at(0), expiresAt: at(300), refreshAheadSeconds: 0 })).toBeNull();
  });
  it('is never due at once, however short the time to live', () => {
    expect(nextRefreshAhead({ now: at(0), lastEventAt: at(0), expiresAt: at(10), refreshAheadSeconds: 600 })).toEqual(
      at(5),
    );
  });
});

describe('withWatchdog()', () => {
  it('lets work live as long as it gets on', async () => {
    const work = withWatchdog(0.05, undefined, async ({ progress }) => {
      for (let i = 0; i < 5; i++) {
        await new Promise((resolve) => setTimeout(resolve, 25));
        progress();
      }
      return 'done';
    });
    await expect(work).resolves.toBe('done');
  });
  it('gives up work that hangs, and tells it so', async () => {
    let told: AbortSignal | undefined;
    const work = withWatchdog(0.02, undefined, ({ signal }) => {
      told = signal;
      return new Promise(() => undefined);
    });
    await expect(work).rejects.toThrow('made no progress for 0.02 seconds');
    expect(told?.aborted).toBe(true);
  });
});
