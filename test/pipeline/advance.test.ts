import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EventInput } from '../../src/domain/event.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { advanceBot } from '../../src/pipeline/advance_bot.ts';
import { openAgain } from '../db/open_test_database.ts';
import { ANNOTATOR, message, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { cacheRows } from './cache_rows.ts';
import { shortConversation, shuffled } from './conversation.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const PATH = '/v1/bots/elena/users/sam/events';
const EVENTS = shortConversation(NOW);

async function playIn(test: TestApp, batches: readonly EventInput[][]): Promise<unknown> {
  for (const events of batches) {
    const answer = await test.post(PATH, { events });
    expect(answer.status).toBe(202);
    await test.refresh('elena', 'sam');
  }
  return cacheRows(test.db, NOW);
}

function batchesOf(events: readonly EventInput[], size: number): EventInput[][] {
  return Array.from({ length: Math.ceil(events.length / size) }, (_, i) => events.slice(i * size, (i + 1) * size));
}

describe('advance', () => {
  const opened: TestApp[] = [];
  const open = async (): Promise<TestApp> => {
    const test = await openTestApp(NOW);
    opened.push(test);
    return test;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ db }) => db.close()));
  });
  const idOf = async ({ db }: TestApp) => Number((await db.pool.query('SELECT id FROM conversations')).rows[0]?.id);
  const options = { annotator: ANNOTATOR, policy: POLICY, clock: () => NOW };

  it('gives the same rows to the last digit: at once, in sevens, shuffled, every event twice', async () => {
    const atOnce = await playIn(await open(), [EVENTS]);
    expect(Object.values((atOnce as { rows: Record<string, unknown[]> }).rows).map(({ length }) => length)).toEqual([
      1, 3, 1, 1, 1, 1,
    ]);
    expect(await playIn(await open(), batchesOf(EVENTS, 7))).toEqual(atOnce);
    // Another numbering of the same events is all that a shuffle may leave.
    expect(await playIn(await open(), batchesOf(shuffled(EVENTS), 30))).toEqual(atOnce);
    expect(await playIn(await open(), batchesOf([...EVENTS, ...EVENTS], 100))).toEqual(atOnce);
  });

  it('folds each event once when two workers race', async () => {
    const [test, alone] = [await open(), await open()];
    const other = openAgain(test.db);
    for (const events of batchesOf(EVENTS, 20)) {
      await test.post(PATH, { events });
      const id = await idOf(test);
      await Promise.all([advance(test.db, id, options), advance(other, id, options), advance(test.db, id, options)]);
    }
    await advanceBot(test.db, 'elena', POLICY, new Date(NOW.getTime() + 10_000));
    await other.close();
    expect(await cacheRows(test.db, NOW)).toEqual(await playIn(alone, [EVENTS]));
  });

  it('leaves nothing behind when it fails before the commit, and all is well the next time', async () => {
    const [test, alone] = [await open(), await open()];
    await test.post(PATH, { events: EVENTS });
    const id = await idOf(test);
    await test.db.script('ALTER TABLE strategic_memory_behavior RENAME TO away');
    await expect(advance(test.db, id, options)).rejects.toThrow('strategic_memory_behavior');
    const { rows } = await test.db.pool.query(
      `SELECT (SELECT folded_seq::int FROM conversations) AS folded, (SELECT count(*)::int FROM engine_states) AS states,
        (SELECT count(*)::int FROM strategic_memory_health) AS rows, (SELECT count(*)::int FROM score_hours) AS hours`,
    );
    expect(rows).toEqual([{ folded: 0, states: 0, rows: 0, hours: 0 }]);
    await test.db.script('ALTER TABLE away RENAME TO strategic_memory_behavior');
    await test.refresh('elena', 'sam');
    expect(await cacheRows(test.db, NOW)).toEqual(await playIn(alone, [EVENTS]));
  });

  it('analyses each message once, also when it folds anew', async () => {
    const test = await open();
    const analyze = vi.fn(ANNOTATOR.analyze);
    const counting = { ...options, annotator: { ...ANNOTATOR, analyze } };
    await test.post(PATH, { events: EVENTS.slice(10) });
    const id = await idOf(test);
    await advance(test.db, id, counting);
    await test.post(PATH, { events: EVENTS.slice(0, 10) });
    await expect(advance(test.db, id, counting)).resolves.toMatchObject({ anew: true });
    expect(analyze).toHaveBeenCalledTimes(EVENTS.filter(({ kind }) => kind === 'message').length);
  });

  it('folds a backlog of several pages', async () => {
    const test = await open();
    const many = Array.from({ length: 2_300 }, (_, i) =>
      message(
        `p${i}`,
        new Date(NOW.getTime() - (2_300 - i) * 60_000),
        i % 3 === 0 ? 'hello' : 'fine, you?',
        i % 2 ? 'bot' : 'user',
      ),
    );
    for (const events of batchesOf(many, 1_000)) await test.post(PATH, { events });
    const done = await advance(test.db, await idOf(test), options);
    expect(done).toEqual({ status: 'refreshed', events: 2_300, anew: false, foldedSeq: 2_300 });
    const { rows } = await test.db.pool.query('SELECT count(*)::int AS n FROM annotations');
    expect(rows).toEqual([{ n: 2_300 }]);
  });

  it('says gone of a conversation that was erased', async () => {
    const test = await open();
    expect(await advance(test.db, 12_345, options)).toEqual({ status: 'gone' });
  });
});
