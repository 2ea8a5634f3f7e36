import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { InsightReader } from '../../src/cache/insight_reader.ts';
import type { Sections } from '../../src/cache/section_copies.ts';
import type { Database } from '../../src/db/db.ts';
import { SECTION_TABLES } from '../../src/domain/table.ts';
import { openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { shortConversation } from '../pipeline/conversation.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const KEY = { botName: 'elena', userId: 'sam' };
const freshness = (sections: Sections) => [...new Set(Object.values(sections).map((section) => section.freshness))];

describe('InsightReader', () => {
  let test: TestApp;
  let now = NOW;
  let fault: (() => Promise<void>) | undefined;
  let queries = 0;
  let lose: () => void = () => undefined;
  let reader: InsightReader;
  const errors = vi.fn<(error: unknown, doing: string) => void>();

  const readerOf = (db: Database, limits: { deadlineMs: number; copyBytes: number }) =>
    new InsightReader({ db, policy: POLICY, clock: () => now, onError: errors, ...limits });

  beforeAll(async () => {
    test = await openTestApp(NOW);
    await test.post('/v1/bots/elena/users/sam/events', { events: shortConversation(NOW, 20) });
    await test.refresh('elena', 'sam');
  });
  afterAll(() => test.db.close());
  beforeEach(async () => {
    now = NOW;
    fault = undefined;
    queries = 0;
    errors.mockClear();
    const db: Database = {
      ...test.db,
      async query(statement, values) {
        queries += 1;
        await fault?.();
        return test.db.query(statement, values);
      },
      listen(channel, onNotification, onLost) {
        lose = onLost;
        return test.db.listen(channel, onNotification, onLost);
      },
    };
    reader = readerOf(db, { deadlineMs: 200, copyBytes: 10_000_000 });
    await reader.start();
  });
  afterEach(() => reader.stop());

  it('asks the database once, however many read at the same time, and then answers from memory', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, async () => reader.read(KEY)));
    expect(queries).toBe(1);
    expect(answers.map(freshness)).toEqual(answers.map(() => ['fresh']));
    await reader.read(KEY);
    expect(queries).toBe(1);
  });

  it('asks for several conversations together, and tells each reader of its own', async () => {
    const users = Array.from({ length: 20 }, (_, index) => `user ${index} “of” 20`);
    for (const [index, userId] of users.entries()) {
      if (index % 2 === 1) continue;
      const path = `/v1/bots/elena/users/${encodeURIComponent(userId)}/events`;
      await test.post(path, { events: shortConversation(NOW, 1 + index) });
      await test.refresh('elena', userId);
    }
    queries = 0;
    const together = await Promise.all(users.map(async (userId) => reader.read({ botName: 'elena', userId })));
    expect(queries).toBeLessThan(5);
    expect(new Set(together.map(({ memory_health: { data } }) => data.toString())).size).toBeGreaterThan(1);
    for (const [index, userId] of users.entries()) {
      const alone = readerOf(test.db, { deadlineMs: 5_000, copyBytes: 0 });
      expect(await alone.read({ botName: 'elena', userId })).toEqual(together[index]);
    }
  });

  it('asks again when the rows have expired', async () => {
    await reader.read(KEY);
    now = new Date(NOW.getTime() + 301_000);
    expect(freshness(await reader.read(KEY))).toEqual(['fresh']);
    expect(queries).toBeGreaterThan(1);
  });

  it.each([
    ['changed', 'memory_health', 'avg_memory_age_hours', '4321'],
    ['changed for the whole bot', 'character_performance', 'coherence_score_avg', '0.4321'],
  ] as const)('shows within a second what was %s in the tables', async (_what, section, column, value) => {
    const told = async () => JSON.parse((await reader.read(KEY))[section].data.toString()) as Record<string, unknown>;
    expect((await told())[column]).not.toBe(Number(value));
    await test.db.script(`UPDATE ${SECTION_TABLES[section]} SET ${column} = ${value}`);
    await vi.waitFor(async () => expect((await told())[column]).toBe(Number(value)), { timeout: 1_000 });
  });

  it('loses within a second a row that was deleted', async () => {
    await reader.read(KEY);
    await test.db.script(
      `CREATE TEMP TABLE kept AS SELECT * FROM strategic_memory_behavior; DELETE FROM strategic_memory_behavior`,
    );
    await vi.waitFor(async () => expect((await reader.read(KEY)).memory_behavior.freshness).toBe('missing'), {
      timeout: 1_000,
    });
    await test.db.script(`INSERT INTO strategic_memory_behavior SELECT * FROM kept; DROP TABLE kept`);
    await vi.waitFor(async () => expect(freshness(await reader.read(KEY))).toEqual(['fresh']), { timeout: 1_000 });
  });

  it('does not keep what was read before a change that came while it was being read', async () => {
    const gate = Promise.withResolvers<void>();
    fault = () => gate.promise;
    const reading = reader.read(KEY);
    await test.db.script(`UPDATE strategic_memory_health SET avg_memory_age_hours = 55`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    gate.resolve();
    fault = undefined;
    await reading;
    await reader.read(KEY);
    expect(queries).toBe(2);
  });

  it('gives nobody who asks after a change what was being read before it', async () => {
    const gate = Promise.withResolvers<void>();
    fault = () => gate.promise;
    const before = reader.read(KEY);
    await test.db.script(`UPDATE strategic_memory_health SET avg_memory_age_hours = 56`);
    await sleep(50);
    fault = undefined;
    const after = await reader.read(KEY);
    expect(after.memory_health.data.toString()).toMatch(/"avg_memory_age_hours" ?: ?56\b/u);
    expect(queries).toBe(2);
    gate.resolve();
    await before;
    // Nor is it kept in place of what was read later.
    expect((await reader.read(KEY)).memory_health.data).toEqual(after.memory_health.data);
    expect(queries).toBe(2);
  });

  it('gives nobody who asks after it was told to forget what was being read before, and joins those who ask then', async () => {
    await reader.read(KEY);
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    reader.forget(KEY);
    fault = () => first.promise;
    const before = reader.read(KEY);
    await vi.waitFor(() => expect(queries).toBe(2));
    reader.forget(KEY);
    fault = () => second.promise;
    const after = reader.read(KEY);
    await vi.waitFor(() => expect(queries).toBe(3));
    first.resolve();
    await before;
    const joined = reader.read(KEY);
    await sleep(20);
    expect(queries).toBe(3);
    second.resolve();
    expect(await joined).toBe(await after);
  });

  it('holds nothing any more of whom it was told to forget', async () => {
    await reader.read(KEY);
    reader.forget(KEY);
    fault = () => Promise.reject(new Error('connection refused'));
    expect(freshness(await reader.read(KEY))).toEqual(['degraded']);
  });

  it('answers without the database as soon as too many conversations are being read at once, and then with it again', async () => {
    const gate = Promise.withResolvers<void>();
    const patient = readerOf(
      { ...test.db, query: async (...asked) => gate.promise.then(() => test.db.query(...asked)) },
      { deadlineMs: 60_000, copyBytes: 0 },
    );
    const many = Array.from({ length: 256 }, async (_, index) =>
      patient.read({ botName: 'elena', userId: `u${index}` }),
    );
    expect(freshness(await patient.read(KEY))).toEqual(['degraded']);
    gate.resolve();
    await Promise.all(many);
    expect(freshness(await patient.read(KEY))).toEqual(['fresh']);
  });

  it('trusts no copy while it cannot hear of changes, and keeps copies again when it can', async () => {
    await reader.read(KEY);
    lose();
    await reader.read(KEY);
    expect(queries).toBe(2);
    await vi.waitFor(
      async () => {
        await reader.read(KEY);
        const before = queries;
        await reader.read(KEY);
        expect(queries).toBe(before);
      },
      { timeout: 5_000, interval: 200 },
    );
  });

  it('tells what is not fresh again for a second, and then looks whether it has become fresh', async () => {
    const behind = { botName: 'elena', userId: 'behind' };
    const [late, ...early] = shortConversation(NOW, 5).reverse();
    await test.post('/v1/bots/elena/users/behind/events', { events: early });
    await test.refresh('elena', 'behind');
    await test.post('/v1/bots/elena/users/behind/events', { events: [late] });
    now = new Date(NOW.getTime() + 600_000);
    expect(freshness(await reader.read(behind))).toContain('stale');
    // What was asked for is asked for in the background.
    await vi.waitFor(() => expect(queries).toBeGreaterThan(1));
    await sleep(100);
    const before = queries;
    now = new Date(now.getTime() + 999);
    expect(freshness(await reader.read(behind))).toContain('stale');
    expect(queries).toBe(before);
    now = new Date(now.getTime() + 1);
    await reader.read(behind);
    expect(queries).toBeGreaterThan(before);
  });

  it('answers from an old copy, labelled stale, when the database fails or is slow, and recovers by itself', async () => {
    await reader.read(KEY);
    lose();
    for (const broken of [
      () => Promise.reject(new Error('connection refused')),
      () => new Promise<void>((resolve) => setTimeout(resolve, 2_000)),
    ]) {
      fault = broken;
      const started = performance.now();
      expect(freshness(await reader.read(KEY))).toEqual(['stale']);
      expect(performance.now() - started).toBeLessThan(1_900);
      expect(errors).toHaveBeenLastCalledWith(expect.any(Error), 'read insights');
    }
    fault = undefined;
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(freshness(await reader.read(KEY))).toEqual(['fresh']);
  });

  it('says degraded, while the database is away, of what it had found no row of', async () => {
    const partly = { botName: 'elena', userId: 'partly' };
    await test.post('/v1/bots/elena/users/partly/events', { events: shortConversation(NOW, 5) });
    await test.refresh('elena', 'partly');
    for (const table of ['strategic_memory_health', 'strategic_engagement_opportunities'])
      await test.db.script(`DELETE FROM ${table} WHERE user_id = 'partly'`);
    const labels = async (): Promise<string[]> => {
      const {
        memory_health: health,
        engagement_opportunities: engagement,
        memory_behavior: kept,
      } = await reader.read(partly);
      return [health, engagement, kept].map((section) => section.freshness);
    };
    await vi.waitFor(async () => expect(await labels()).toEqual(['missing', 'heuristic', 'fresh']), { timeout: 1_000 });
    // Both notifications have come when nothing is asked any more.
    await sleep(200);
    await labels();
    lose();
    fault = () => Promise.reject(new Error('connection refused'));
    expect(await labels()).toEqual(['degraded', 'degraded', 'stale']);
  });

  it('answers degraded of somebody it holds nothing of, and never keeps that', async () => {
    fault = () => Promise.reject(new Error('connection refused'));
    expect(freshness(await reader.read({ botName: 'elena', userId: 'else' }))).toContain('degraded');
    fault = undefined;
    expect(freshness(await reader.read({ botName: 'elena', userId: 'else' }))).not.toContain('degraded');
  });

  it('can be stopped unstarted and twice', async () => {
    const idle = readerOf(test.db, { deadlineMs: 50, copyBytes: 0 });
    await idle.stop();
    await reader.stop();
    await expect(reader.stop()).resolves.toBeUndefined();
  });
});
