import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EventInput } from '../../src/domain/event.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { runWorker } from '../../src/main/run_worker.ts';
import type { Worker } from '../../src/main/run_worker.ts';
import { prunePass } from '../../src/pipeline/prune_pass.ts';
import { sweepPass } from '../../src/pipeline/sweep_pass.ts';
import { verify } from '../../src/pipeline/verify.ts';
import type { Difference } from '../../src/pipeline/difference.ts';
import { ANNOTATOR, message, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { cacheRows } from './cache_rows.ts';
import { shortConversation } from './conversation.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
const PATH = '/v1/bots/elena/users/sam/events';

const WORDS = ['the garden is lovely', 'how was the exam?', 'my sister Clara called'];
/** Long enough for two checkpoints: 1,300 messages over 13 days. */
const LONG: EventInput[] = Array.from({ length: 1_300 }, (_, i) =>
  message(`m${i}`, new Date(NOW.getTime() - (1_300 - i) * 864_000), WORDS[i % 3] ?? '', i % 2 ? 'bot' : 'user'),
);
const late = (id: string, daysAgo: number) =>
  message(id, new Date(NOW.getTime() - daysAgo * DAY - 1), 'I nearly forgot: rain!');

const differences = async (test: TestApp): Promise<Difference[]> => {
  const found: Difference[] = [];
  await verify(test.db, {
    annotator: ANNOTATOR,
    clock: () => NOW,
    onDifference: (difference) => found.push(difference),
  });
  return found;
};

describe('history', () => {
  const opened: TestApp[] = [];
  const open = async (): Promise<TestApp> => {
    const test = await openTestApp(NOW);
    opened.push(test);
    return test;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ db }) => db.close()));
  });

  const play = async (test: TestApp, events: readonly EventInput[], size = 250): Promise<void> => {
    for (let i = 0; i < events.length; i += size) {
      expect((await test.post(PATH, { events: events.slice(i, i + size) })).status).toBe(202);
      await test.refresh('elena', 'sam');
    }
  };
  const one = async (test: TestApp, sql: string) => (await test.db.pool.query(sql)).rows[0] as Record<string, unknown>;

  it('keeps two checkpoints, and folds a late event anew from the one before it', async () => {
    const [test, whole] = [await open(), await open()];
    await play(test, LONG);
    expect(await one(test, 'SELECT array_agg(events::int ORDER BY events) AS at FROM engine_checkpoints')).toEqual({
      at: [500, 1_000],
    });

    await test.post(PATH, { events: [late('late', 2)] });
    const { id } = await one(test, 'SELECT id::int FROM conversations');
    const done = await advance(test.db, Number(id), { annotator: ANNOTATOR, policy: POLICY, clock: () => NOW });
    // The checkpoint at 1,000 is three days back: the 300 after it and the late one are folded.
    expect(done).toMatchObject({ anew: true, events: 301 });
    await test.refresh('elena', 'sam');
    await play(whole, [...LONG, late('late', 2)], 1_000);
    expect(await cacheRows(test.db, NOW)).toEqual(await cacheRows(whole.db, NOW));
  });

  it('forgets the checkpoints that a late event belongs before', async () => {
    const [test, whole] = [await open(), await open()];
    await play(test, [...LONG, late('late', 6), late('later', 4)]);
    await play(whole, [...LONG, late('late', 6), late('later', 4)].reverse(), 1_000);
    expect(await cacheRows(test.db, NOW)).toEqual(await cacheRows(whole.db, NOW));
    expect(await differences(test)).toEqual([]);
  });

  it('prunes events that a checkpoint stands in for without changing a row', async () => {
    const test = await open();
    await play(test, LONG);
    const before = await cacheRows(test.db, NOW);
    const pruned = await prunePass(test.db, { eventDays: 2, rowDays: 30 }, NOW);
    expect(pruned.events).toBe(1_000);
    expect(
      await one(
        test,
        'SELECT count(*)::int AS events, (SELECT count(*)::int FROM annotations) AS annotations FROM events',
      ),
    ).toEqual({
      events: 300,
      annotations: 300,
    });
    await test.refresh('elena', 'sam');
    expect(await cacheRows(test.db, NOW)).toEqual(before);
    expect(await differences(test)).toEqual([]);
    expect(await prunePass(test.db, { eventDays: 2, rowDays: 30 }, NOW)).toEqual({ events: 0, retired: 0 });
  });

  it('refolds right after pruning, and refuses what belongs before the kept history', async () => {
    const [test, whole] = [await open(), await open()];
    await play(test, LONG);
    await prunePass(test.db, { eventDays: 2, rowDays: 30 }, NOW);
    await play(test, [late('late', 1)]);
    await play(whole, [...LONG, late('late', 1)], 1_000);
    expect(await cacheRows(test.db, NOW)).toEqual(await cacheRows(whole.db, NOW));

    const refused = await test.post(PATH, { events: [LONG[0], late('too late', 9), message('new', NOW, 'hi')] });
    expect(await refused.json()).toMatchObject({
      accepted: 1,
      rejected: 2,
      results: [
        {
          status: 'rejected',
          errors: [{ field: 'events.0.occurred_at', message: expect.stringContaining('before the history') as string }],
        },
        { status: 'rejected' },
        { status: 'accepted' },
      ],
    });
  });

  it('folds anew what an earlier version of an engine folded, and counts nothing twice', async () => {
    const [test, whole] = [await open(), await open()];
    await play(test, shortConversation(NOW), 100);
    // As if the release before had versions of its own.
    await test.db.script(
      `UPDATE engine_states SET version = version + 100; UPDATE score_hours SET version = version + 100`,
    );
    const stale = await test.get('/v1/bots/elena/users/sam/insights?sections=memory_health');
    expect(await stale.json()).toMatchObject({ freshness: 'fresh' });
    await play(test, [message('next', NOW, 'and now?')]);
    await play(whole, [...shortConversation(NOW), message('next', NOW, 'and now?')], 100);
    expect(await cacheRows(test.db, NOW)).toEqual(await cacheRows(whole.db, NOW));
    expect(await one(test, 'SELECT count(*)::int AS left FROM score_hours WHERE version > 100 AND n <> 0')).toEqual({
      left: 0,
    });
  });

  it('keeps everything when retention is 0', async () => {
    const test = await open();
    await play(test, LONG, 1_000);
    expect(await prunePass(test.db, { eventDays: 0, rowDays: 30 }, new Date(NOW.getTime() + 20 * DAY))).toMatchObject({
      events: 0,
    });
    expect(await one(test, 'SELECT count(*)::int AS n FROM events')).toEqual({ n: 1_300 });
  });

  it('retires the rows of an idle conversation, and still answers fresh from its states', async () => {
    const test = await open();
    await play(test, shortConversation(NOW), 100);
    const inTwoMonths = new Date(NOW.getTime() + 60 * DAY);
    expect(await prunePass(test.db, { eventDays: 0, rowDays: 30 }, inTwoMonths)).toMatchObject({ retired: 1 });
    expect(await one(test, 'SELECT count(*)::int AS n FROM strategic_memory_health')).toEqual({ n: 0 });
    test.setNow(inTwoMonths);
    const answer = await test.get('/v1/bots/elena/users/sam/insights?sections=memory_health,engagement_opportunities');
    expect(await answer.json()).toMatchObject({ freshness: 'fresh' });
    await play(test, [message('back', inTwoMonths, 'I am back!')]);
    expect(await one(test, 'SELECT count(*)::int AS n FROM strategic_memory_health')).toEqual({ n: 1 });
  });
});

describe('a raised version', () => {
  let test: TestApp;
  let worker: Worker | undefined;
  afterEach(async () => {
    await worker?.stop();
    await test.db.close();
  });

  it('folds a history of more than 5,000 events anew, after all fresh work', async () => {
    test = await openTestApp(NOW);
    const rows = async (sql: string) => (await test.db.pool.query(sql)).rows as Record<string, unknown>[];
    const long = Array.from({ length: 5_200 }, (_, i) =>
      message(`m${i}`, new Date(NOW.getTime() - (5_200 - i) * 400_000), WORDS[i % 3] ?? '', i % 2 ? 'bot' : 'user'),
    );
    for (let i = 0; i < long.length; i += 1_000) await test.post(PATH, { events: long.slice(i, i + 1_000) });
    await test.refresh('elena', 'sam');
    const statesOfSam = () => rows(`SELECT engine, version, state FROM engine_states WHERE user_id = 'sam' ORDER BY 1`);
    const before = await statesOfSam();
    // As if this release had raised the version: what is stored was folded by the one before, in another way.
    await test.db.script(`UPDATE engine_states SET version = 1, state = '{}' WHERE engine = 'memory_aging';
      UPDATE strategic_memory_health SET expires_at = '-infinity'; DELETE FROM graphile_worker._private_jobs`);

    const [conversation] = await rows('SELECT id::int FROM conversations');
    const options = { annotator: ANNOTATOR, policy: POLICY, clock: () => NOW };
    expect(await advance(test.db, Number(conversation?.['id']), options)).toEqual({ status: 'postponed' });
    const stale = await test.get('/v1/bots/elena/users/sam/insights?sections=memory_health');
    expect(await stale.json()).toMatchObject({ freshness: 'stale' });
    // The read asked for a refresh, and did not wait for the queue.
    await vi.waitFor(async () => expect(await rows('SELECT FROM graphile_worker.jobs')).toHaveLength(1));
    await test.db.script('DELETE FROM graphile_worker._private_jobs');

    await sweepPass(test.db, { signal: new AbortController().signal, progress: () => undefined });
    for (const user of ['ann', 'bob', 'eve'])
      await test.post(`/v1/bots/elena/users/${user}/events`, { events: [message('m', NOW, 'hello there')] });
    await test.db.script('UPDATE graphile_worker._private_jobs SET run_at = now()');
    expect(await rows('SELECT task_identifier AS task FROM graphile_worker.jobs ORDER BY id')).toEqual([
      { task: 'refold_user' },
      ...Array.from({ length: 3 }, () => ({ task: 'refresh_user' })),
    ]);
    let clock = NOW.getTime() + 60_000;
    worker = await runWorker({
      db: test.db,
      annotator: ANNOTATOR,
      policy: POLICY,
      hangSeconds: 60,
      concurrency: 1,
      graceSeconds: 1,
      giveUpSeconds: 60,
      verifyShare: 0,
      clock: () => new Date(clock++),
      retention: { eventDays: 0, rowDays: 30 },
      logger: pino({ level: 'silent' }),
      metrics: test.metrics,
    });
    await vi.waitFor(
      async () =>
        expect(await rows('SELECT FROM engine_states WHERE version = 1 AND engine = $$memory_aging$$')).toEqual([]),
      { timeout: 50_000, interval: 200 },
    );
    const order = await rows('SELECT user_id FROM conversations ORDER BY folded_at');
    expect(order.map(({ user_id: user }) => user)).toEqual(['ann', 'bob', 'eve', 'sam']);
    await worker.stop();
    expect(await statesOfSam()).toEqual(before);
    expect(await differences(test)).toEqual([]);
  });
});

describe('verify()', () => {
  let test: TestApp;
  afterEach(() => test.db.close());

  it('finds a state and a row that are not what the events give, and nothing else', async () => {
    test = await openTestApp(NOW);
    for (const user of ['ann', 'bob', 'eve']) {
      await test.post(`/v1/bots/elena/users/${user}/events`, { events: shortConversation(NOW, 20) });
      await test.refresh('elena', user);
    }
    const found: Difference[] = [];
    const options = {
      annotator: ANNOTATOR,
      clock: () => NOW,
      onDifference: (difference: Difference) => found.push(difference),
    };
    expect(await verify(test.db, options)).toEqual({ checked: 3, bots: 1, different: 0 });
    await test.db.script(`UPDATE engine_states SET state = (SELECT state FROM engine_states WHERE user_id = 'ann'
        AND engine = 'memory_aging') WHERE user_id = 'bob' AND engine = 'memory_behavior';
      UPDATE strategic_memory_health SET avg_memory_age_hours = 1 WHERE user_id = 'eve'`);
    expect(await verify(test.db, options)).toEqual({ checked: 3, bots: 1, different: 2 });
    expect(found.map(({ user_id: user, what }) => `${user} ${what}`)).toEqual([
      'bob memory_behavior',
      'eve strategic_memory_health',
    ]);
  });

  it('finds performance rows, sums of a refresh and hourly sums that are not what the conversations give', async () => {
    test = await openTestApp(NOW);
    for (const user of ['ann', 'bob']) {
      await test.post(`/v1/bots/elena/users/${user}/events`, { events: shortConversation(NOW, 20) });
      await test.refresh('elena', user);
    }
    const verified = async (change: string): Promise<string[]> => {
      const found: string[] = [];
      await test.db.script(change);
      const onDifference = ({ bot_name: bot, user_id: user, what }: Difference) => found.push(`${bot} ${user} ${what}`);
      await verify(test.db, { annotator: ANNOTATOR, clock: () => NOW, onDifference });
      return found;
    };
    expect(await verified('')).toEqual([]);
    expect(
      await verified('UPDATE strategic_character_performance SET confidence = 1 WHERE time_window_hours = 24'),
    ).toEqual(['elena null strategic_character_performance']);
    await test.refresh('elena', 'ann');
    expect(
      await verified(`UPDATE score_hours SET n = n + 1 WHERE ctid = (SELECT max(ctid) FROM score_hours WHERE n > 0)`),
    ).toEqual(['elena null score_hours', 'elena null bot_states']);
    await test.refresh('elena', 'ann');
    expect(await verified('')).toEqual(['elena null score_hours']);
    expect(
      await verified(
        `UPDATE engine_states SET hours = '[]' WHERE engine = 'character_performance' AND user_id = 'bob'`,
      ),
    ).toEqual(['elena bob hours of character_performance', 'elena null score_hours']);
  });
});
