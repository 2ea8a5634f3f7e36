import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InsightReader } from '../../src/cache/insight_reader.ts';
import type { Database } from '../../src/db/db.ts';
import { runWorker } from '../../src/main/run_worker.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { erase } from '../../src/pipeline/erase.ts';
import { requestRefresh, scheduleRefold, scheduleUnqueued } from '../../src/pipeline/schedule.ts';
import { openAgain } from '../db/open_test_database.ts';
import { ANNOTATOR, message, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { cacheRows } from './cache_rows.ts';
import { shortConversation } from './conversation.ts';
import { tracesOf } from './traces.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const SAM = { botName: 'elena', userId: 'sam-of-the-secrets' };
const PATH = `/v1/bots/elena/users/${SAM.userId}`;
/** A word of what only Sam says. */
const SECRET = 'zanzibar';

describe('erase()', () => {
  let test: TestApp;
  let db: Database;
  beforeEach(async () => {
    test = await openTestApp(NOW);
    db = test.db;
  });
  afterEach(() => db.close());

  const say = async (id: string, at = NOW): Promise<void> => {
    const said = message(id, at, `nobody may know that I live in ${SECRET}`);
    expect((await test.post(`${PATH}/events`, { events: [said] })).status).toBe(202);
  };
  const idOfSam = async (): Promise<number> => {
    const { rows } = await db.pool.query('SELECT id FROM conversations WHERE user_id = $1', [SAM.userId]);
    return Number(rows[0]?.id);
  };
  const traces = (id: number) => tracesOf(db, [SAM.userId, SECRET, `"conversation_id": ${id}`, `user:${id}`]);
  const refresh = (id: number) => advance(db, id, { annotator: ANNOTATOR, policy: POLICY, clock: () => NOW });

  it('leaves no trace of the user, and the others as if the user had never been', async () => {
    const other = await openTestApp(NOW);
    for (const one of [test, other]) {
      await one.post('/v1/bots/elena/users/ann/events', { events: shortConversation(NOW) });
      await one.refresh('elena', 'ann');
    }
    await test.post(`${PATH}/events`, { events: shortConversation(NOW, 40) });
    await say('secret');
    await test.refresh('elena', SAM.userId);
    await say('later');
    const id = await idOfSam();
    // Score hours have no user's name: what is left of them shows in the comparison with a database without Sam.
    expect(Object.keys(await traces(id)).sort()).toEqual([
      'graphile_worker._private_jobs',
      'public.annotations',
      'public.conversations',
      'public.engine_states',
      'public.events',
      'public.strategic_conversation_patterns',
      'public.strategic_engagement_opportunities',
      'public.strategic_memory_behavior',
      'public.strategic_memory_health',
      'public.strategic_personality_profiles',
    ]);

    const { rows } = await db.pool.query('SELECT count(*)::int AS n FROM events WHERE user_id = $1', [SAM.userId]);
    const atTenSeconds = new Date(NOW.getTime() + 10_000);
    expect(await erase(db, SAM, POLICY, atTenSeconds)).toEqual({ events: rows[0]?.n, rows: 5, jobs: 1 });
    expect(await traces(id)).toEqual({});
    expect(await cacheRows(db, NOW)).toEqual(await cacheRows(other.db, NOW));
    const hours = 'SELECT bot_name, hour, metric, n::text, sum::text FROM score_hours ORDER BY 2, 3';
    expect((await db.pool.query(hours)).rows).toEqual((await other.db.pool.query(hours)).rows);
    const states = 'SELECT state::text FROM bot_states';
    expect((await db.pool.query(states)).rows).toEqual((await other.db.pool.query(states)).rows);
    expect(await erase(db, SAM, POLICY, atTenSeconds)).toEqual({ events: 0, rows: 0, jobs: 0 });
    await other.db.close();
  });

  it('takes back hours that have left every window, and those of a user long silent', async () => {
    for (const days of [45, 31, 20, 2]) await say(`m${days}`, new Date(NOW.getTime() - days * 86_400_000));
    await refresh(await idOfSam());
    await erase(db, SAM, POLICY, NOW);
    expect((await db.pool.query('SELECT * FROM score_hours')).rows).toEqual([]);
    expect((await test.get('/v1/bots/elena/performance')).status).toBe(200);
  });

  it('erases a row that somebody typed where there is no conversation', async () => {
    await db.pool.query('INSERT INTO strategic_memory_health (user_id, bot_name) VALUES ($1, $2)', [
      SAM.userId,
      'elena',
    ]);
    expect(await erase(db, SAM, POLICY, NOW)).toEqual({ events: 0, rows: 1, jobs: 0 });
    expect(await traces(0)).toEqual({});
  });

  it.each(['while it folds', 'after it saved annotations ahead'])(
    'lets nothing come back from a refresh that read before it and commits after it, %s',
    async (when) => {
      // More than a page, so that annotations are stored ahead of the commit.
      const events = Array.from({ length: 1_010 }, (_, i) => message(`m${i}`, NOW, `${SECRET} ${i}`));
      for (const part of [events.slice(0, 900), events.slice(900)]) await test.post(`${PATH}/events`, { events: part });
      const id = await idOfSam();
      const reached = Promise.withResolvers<void>();
      const erased = Promise.withResolvers<void>();
      const stopsAt = when === 'while it folds' ? ' 0' : ' 1005';
      const embed = async (text: string): Promise<number[]> => {
        if (text.endsWith(stopsAt)) {
          reached.resolve();
          await erased.promise;
        }
        return [0.5, 0.5];
      };
      const annotator = { ...ANNOTATOR, embedder: { source: 'slow', languages: new Set(['en', 'und']), embed } };
      const running = advance(db, id, { annotator, policy: POLICY, clock: () => NOW });
      await reached.promise;
      expect(await erase(db, SAM, POLICY, NOW)).toMatchObject({ events: 1_010, jobs: 1 });
      erased.resolve();
      expect(await running).toEqual({ status: 'gone' });
      expect(await traces(id)).toEqual({});
      expect((await db.pool.query('SELECT * FROM score_hours')).rows).toEqual([]);
    },
  );

  it('starts a user who comes back from nothing, whatever an old refresh still knows', async () => {
    await say('secret');
    const id = await idOfSam();
    await refresh(id);
    await erase(db, SAM, POLICY, NOW);
    await test.post(`${PATH}/events`, { events: [message('new', NOW, 'hello')] });
    expect(await idOfSam()).not.toBe(id);
    expect(await refresh(id)).toEqual({ status: 'gone' });
    expect(await tracesOf(db, [SECRET])).toEqual({});
    const status = await (await test.get(`${PATH}/status`)).json();
    expect(status).toMatchObject({ last_seq: 1, folded_seq: 0 });
  });

  it('adds no job for a conversation that is gone, by a read, the sweep or a refold', async () => {
    await say('secret');
    const id = await idOfSam();
    await erase(db, SAM, POLICY, NOW);
    await requestRefresh(db, id);
    await scheduleUnqueued(db, 'elena', id);
    await scheduleRefold(db, id);
    expect(await traces(id)).toEqual({});
  });

  it('takes jobs away that a worker holds, or that were asked for again while they ran', async () => {
    await say('secret');
    const id = await idOfSam();
    await db.script(`UPDATE graphile_worker._private_jobs SET locked_by = 'somebody', locked_at = now()`);
    await requestRefresh(db, id);
    await scheduleRefold(db, id);
    expect(await erase(db, SAM, POLICY, NOW)).toMatchObject({ jobs: 3 });
    expect(await traces(id)).toEqual({});
  });

  const readerOf = async (from: Database): Promise<InsightReader> => {
    const options = { policy: POLICY, clock: () => NOW, deadlineMs: 5_000, copyBytes: 1_000_000, onError: () => {} };
    const reader = new InsightReader({ db: from, ...options });
    await reader.start();
    return reader;
  };
  const labelOf = async (reader: InsightReader) => (await reader.read(SAM)).memory_health.freshness;
  /** Long enough for a notification to have been heard. */
  const HEARD_MS = 300;

  it('makes every process drop its copy', async () => {
    const away = openAgain(db);
    const readers = [await readerOf(db), await readerOf(away)];
    await say('secret');
    await refresh(await idOfSam());
    await setTimeout(HEARD_MS);
    for (const reader of readers) expect(await labelOf(reader)).toBe('fresh');
    await erase(db, SAM, POLICY, NOW);
    await setTimeout(HEARD_MS);
    for (const reader of readers) expect(await labelOf(reader)).toBe('missing');
    await Promise.all(readers.map((reader) => reader.stop()));
    await away.close();
  });

  it('is heard of by a process that could not hear while it happened, before it serves again', async () => {
    let down = false;
    let lose = (): void => undefined;
    let listened = Promise.withResolvers<void>();
    const flaky: Database = {
      ...db,
      listen: async (channel, heard, lost) => {
        if (down) throw new Error('the network is down');
        lose = lost;
        const stop = await db.listen(channel, (payload) => down || heard(payload), lost);
        listened.resolve();
        return stop;
      },
      query: (statement, values) => (down ? Promise.reject(new Error('down')) : db.query(statement, values)),
    };
    const reader = await readerOf(flaky);
    await say('secret');
    await refresh(await idOfSam());
    await setTimeout(HEARD_MS);
    expect(await labelOf(reader)).toBe('fresh');
    down = true;
    lose();
    // Nobody can tell this process anything: it serves what it has, and says that it is old.
    expect(await labelOf(reader)).toBe('stale');
    await erase(db, SAM, POLICY, NOW);
    await setTimeout(HEARD_MS);
    listened = Promise.withResolvers();
    down = false;
    await listened.promise;
    await setTimeout(HEARD_MS);
    down = true;
    expect(await labelOf(reader)).toBe('degraded');
    await reader.stop();
  });

  it('is final in any race with posts, refreshes, reads and a worker', async () => {
    const others = [openAgain(db), openAgain(db)];
    const worker = await runWorker({
      db,
      annotator: ANNOTATOR,
      policy: { ...POLICY, debounceMs: 0 },
      clock: () => new Date(),
      hangSeconds: 60,
      giveUpSeconds: 60,
      verifyShare: 0,
      metrics: test.metrics,
      retention: { eventDays: 0, rowDays: 30 },
      concurrency: 2,
      graceSeconds: 1,
      logger: pino({ level: 'silent' }),
    });
    const ids = new Set<number>();
    for (let round = 0; round < 12; round++) {
      await say(`first ${round}`);
      const id = await idOfSam();
      ids.add(id);
      const [one = db, two = db] = others;
      const advanced = [one, two].map((other) =>
        advance(other, id, { annotator: ANNOTATOR, policy: POLICY, clock: () => NOW }).catch((error: unknown) => error),
      );
      const posted = Array.from({ length: 5 }, (_, i) => say(`more ${round} ${i}`));
      const read = test.get(`${PATH}/insights`);
      await setTimeout(round);
      await Promise.all([erase(two, SAM, POLICY, new Date()), ...advanced, ...posted, read]);
      // What came after the erasure is a new conversation; it is erased too, and then nobody posts any more.
      ids.add(await idOfSam());
      await erase(one, SAM, POLICY, new Date());
    }
    // Whatever still runs or was asked for has its say.
    await vi.waitFor(
      async () => {
        const { rows } = await db.pool.query(`SELECT * FROM graphile_worker.jobs WHERE key LIKE 'refresh_user:%'`);
        expect(rows).toEqual([]);
      },
      { timeout: 10_000 },
    );
    await worker.stop();
    for (const id of ids) expect(await traces(id)).toEqual({});
    expect((await db.pool.query('SELECT * FROM score_hours')).rows).toEqual([]);
    const { rows } = await db.pool.query(`SELECT state::text AS hours FROM bot_states WHERE bot_name = 'elena'`);
    expect(rows).toEqual([{ hours: '[]' }]);
    await Promise.all(others.map((other) => other.close()));
  });
});
