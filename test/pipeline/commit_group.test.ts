import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import type { EventInput } from '../../src/domain/event.ts';
import { advance } from '../../src/pipeline/advance.ts';
import type { Advanced } from '../../src/pipeline/advance.ts';
import { CommitGroup, MAX_GROUP } from '../../src/pipeline/commit_group.ts';
import { openAgain, TEST_DATABASE_URL } from '../db/open_test_database.ts';
import { ANNOTATOR, message, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { cacheRows } from './cache_rows.ts';
import { shortConversation } from './conversation.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const EVENTS = shortConversation(NOW, 20);
const OPTIONS = { annotator: ANNOTATOR, policy: POLICY, clock: () => NOW };

/** A process that writes its refreshes together. */
function openProcess(db: Database) {
  const onSplit = vi.fn<(error: unknown) => void>();
  const beforeCommit = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const counted: Database = {
    ...db,
    async transaction(work) {
      await beforeCommit();
      return db.transaction(work);
    },
  };
  const group = new CommitGroup(counted, onSplit);
  const refresh = (id: number, options: object = {}) => advance(counted, id, { ...OPTIONS, group, ...options });
  return { onSplit, beforeCommit, group, refresh };
}

describe('CommitGroup', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openTestApp(NOW);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await test.db.close();
  });

  const post = async (user: string, events: readonly EventInput[] = EVENTS, bot = 'elena'): Promise<void> => {
    const answer = await test.post(`/v1/bots/${bot}/users/${user}/events`, { events });
    expect(answer.status).toBe(202);
  };
  const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await test.db.pool.query<Record<string, unknown>>(sql)).rows;
  const ids = async (): Promise<number[]> =>
    (await rows('SELECT id::int FROM conversations ORDER BY id')).map(({ id }) => Number(id));
  const postMany = async (n: number): Promise<number[]> => {
    for (let i = 0; i < n; i++) await post(`u${i}`, EVENTS.slice(0, 4));
    return ids();
  };
  const refreshed = expect.objectContaining({ status: 'refreshed' }) as Advanced;
  /** Nobody is let go by the clock. */
  const stopClock = (): void => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
  };

  it('writes a refresh by itself at once', async () => {
    const [id = 0] = await postMany(1);
    const { refresh, beforeCommit } = openProcess(test.db);
    stopClock();
    expect(await refresh(id)).toEqual(refreshed);
    expect(beforeCommit).toHaveBeenCalledTimes(1);
  });

  it('writes those that run at the same time in one transaction, a full group at a time', async () => {
    const all = await postMany(MAX_GROUP + 4);
    const { refresh, beforeCommit, onSplit } = openProcess(test.db);
    stopClock();
    const done = await Promise.all(all.map((id) => refresh(id)));
    expect(done).toEqual(all.map(() => refreshed));
    expect(beforeCommit).toHaveBeenCalledTimes(2);
    expect(onSplit).not.toHaveBeenCalled();
    const counts = await rows(`SELECT (SELECT count(*)::int FROM conversations WHERE folded_seq = last_seq) AS folded,
      (SELECT count(*)::int FROM strategic_engagement_opportunities WHERE folded_seq = 4) AS rows,
      (SELECT count(*)::int FROM annotations) AS annotations, (SELECT count(*)::int FROM engine_states) AS states`);
    const messages = EVENTS.slice(0, 4).filter(({ kind }) => kind === 'message').length;
    const n = all.length;
    expect(counts).toEqual([{ folded: n, rows: n, annotations: n * messages, states: n * 7 }]);
  });

  it('fails the one that cannot be written, and only that', async () => {
    const all = await postMany(4);
    await test.db.script(`ALTER TABLE strategic_memory_behavior ADD CONSTRAINT poison CHECK (user_id <> 'u2')`);
    const { refresh, onSplit } = openProcess(test.db);
    const done = await Promise.allSettled(all.map((id) => refresh(id)));
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(done[2]).toMatchObject({ reason: { message: expect.stringContaining('poison') as string } });
    expect(onSplit).toHaveBeenCalledTimes(1);
    expect(await rows('SELECT user_id, revision::int FROM conversations ORDER BY id')).toEqual([
      { user_id: 'u0', revision: 1 },
      { user_id: 'u1', revision: 1 },
      { user_id: 'u2', revision: 0 },
      { user_id: 'u3', revision: 1 },
    ]);
  });

  it('starts over the one that somebody else refreshed meanwhile, and only that', async () => {
    const all = await postMany(3);
    const { refresh, beforeCommit, onSplit } = openProcess(test.db);
    beforeCommit.mockImplementationOnce(() =>
      test.db.script(`UPDATE conversations SET revision = revision + 1 WHERE user_id = 'u1'`),
    );
    expect(await Promise.all(all.map((id) => refresh(id)))).toEqual(all.map(() => refreshed));
    expect(beforeCommit).toHaveBeenCalledTimes(2);
    expect(onSplit).not.toHaveBeenCalled();
    expect(await rows('SELECT revision::int FROM conversations ORDER BY id')).toEqual([
      { revision: 1 },
      { revision: 2 },
      { revision: 1 },
    ]);
  });

  it('folds each event once when two refreshes of a conversation meet in a group', async () => {
    await post('sam');
    await post('kim');
    const [sam = 0, kim = 0] = await ids();
    const { refresh, onSplit } = openProcess(test.db);
    const done = await Promise.all([refresh(sam), refresh(kim), refresh(sam)]);
    expect(done).toEqual([refreshed, refreshed, refreshed]);
    expect(onSplit).not.toHaveBeenCalled();
    const together = await rows('SELECT metric, hour, sum(n) AS n FROM score_hours GROUP BY 1, 2 ORDER BY 1, 2');
    await test.db.script(
      'UPDATE score_hours SET n = 0; DELETE FROM engine_states; UPDATE conversations SET folded_seq = 0',
    );
    await Promise.all([refresh(sam), refresh(kim)]);
    expect(await rows('SELECT metric, hour, sum(n) AS n FROM score_hours GROUP BY 1, 2 ORDER BY 1, 2')).toEqual(
      together,
    );
  });

  it('gives the same rows and sums as one by one', async () => {
    // Ids that are 16 apart add to the same rows of their bot.
    for (let i = 0; i <= 16; i++) await post(`u${i}`, EVENTS.slice(i, 40));
    await post('u0', EVENTS, 'marcus');
    const all = await ids();
    for (const id of all) await advance(test.db, id, OPTIONS);
    const told = async () => [
      await cacheRows(test.db, NOW),
      await rows(
        'SELECT bot_name, metric, hour, shard, n::text, sum::text, sum_squares::text FROM score_hours ORDER BY 1, 2, 3, 4',
      ),
    ];
    const alone = await told();
    await test.db.script(
      `DELETE FROM score_hours; DELETE FROM engine_states; DELETE FROM annotations; DELETE FROM strategic_memory_health;
      UPDATE conversations SET folded_seq = 0, head_occurred_at = NULL, head_event_id = NULL`,
    );
    const { refresh, beforeCommit } = openProcess(test.db);
    const [first = 0, last = 0] = [all[0], all[16]];
    stopClock();
    await Promise.all([refresh(last), refresh(first)]);
    expect(beforeCommit).toHaveBeenCalledTimes(1);
    await Promise.all(all.map((id) => refresh(id)));
    expect(await told()).toEqual(alone);
  });

  it('does not wait for one that hangs', async () => {
    await post('sam', EVENTS.slice(0, 3));
    await post('kim', [message('slow', NOW, 'this takes the whole day')]);
    const [sam = 0, kim = 0] = await ids();
    const { refresh } = openProcess(test.db);
    const embedder = { source: 'slow', languages: new Set(['en']), embed: () => new Promise<never>(() => undefined) };
    void refresh(kim, { annotator: { ...ANNOTATOR, embedder } });
    expect(await refresh(sam)).toEqual(refreshed);
  });

  it('no longer waits for one that was given up', async () => {
    await post('sam', EVENTS.slice(0, 3));
    await post('kim', [message('slow', NOW, 'this takes the whole day')]);
    const [sam = 0, kim = 0] = await ids();
    const { refresh } = openProcess(test.db);
    const given = new AbortController();
    const started = Promise.withResolvers<void>();
    const embed = (): Promise<never> => {
      started.resolve();
      return new Promise(() => undefined);
    };
    const embedder = { source: 'slow', languages: new Set(['en']), embed };
    stopClock();
    void refresh(kim, { annotator: { ...ANNOTATOR, embedder }, signal: given.signal });
    await started.promise;
    given.abort();
    expect(await refresh(sam)).toEqual(refreshed);
  });

  it('two processes with overlapping groups neither deadlock nor count twice', async () => {
    const other = openAgain(test.db);
    const [one, two] = [openProcess(test.db), openProcess(other)];
    for (const events of [EVENTS.slice(0, 8), EVENTS.slice(8, 14), EVENTS.slice(14, 20)]) {
      for (let i = 0; i < 12; i++) await post(`u${i}`, events, `bot${i % 3}`);
      const all = await ids();
      const done = await Promise.all([
        ...all.map((id) => one.refresh(id)),
        ...all.reverse().map((id) => two.refresh(id)),
      ]);
      expect(done).toEqual(done.map(() => refreshed));
    }
    expect(one.onSplit).not.toHaveBeenCalled();
    expect(two.onSplit).not.toHaveBeenCalled();
    await other.close();
    const sums =
      'SELECT bot_name, metric, hour, sum(n)::text AS n, sum(sum)::text AS sum FROM score_hours GROUP BY 1, 2, 3';
    const raced = await rows(`SELECT * FROM (${sums}) AS s WHERE n::numeric <> 0 ORDER BY 1, 2, 3`);
    await test.db.script(
      `DELETE FROM score_hours; DELETE FROM engine_states;
      UPDATE conversations SET folded_seq = 0, head_occurred_at = NULL, head_event_id = NULL`,
    );
    for (const id of await ids()) await advance(test.db, id, OPTIONS);
    expect(raced).toEqual(await rows(`SELECT * FROM (${sums}) AS s WHERE n::numeric <> 0 ORDER BY 1, 2, 3`));
  });

  // PGlite has but one session, so nobody can hold anything against it.
  it.runIf(TEST_DATABASE_URL !== undefined)('writes the others when somebody holds one conversation', async () => {
    const all = await postMany(3);
    const { refresh } = openProcess(test.db);
    const freed = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = test.db.transaction(async (tx) => {
      await tx.script(`SELECT FROM conversations WHERE user_id = 'u1' FOR UPDATE`);
      held.resolve();
      await freed.promise;
    });
    await held.promise;
    const done: number[] = [];
    const running = all.map(async (id) => {
      await refresh(id);
      done.push(id);
    });
    await Promise.all([running[0], running[2]]);
    expect(new Set(done)).toEqual(new Set([all[0], all[2]]));
    freed.resolve();
    await Promise.all([holding, ...running]);
    expect(done).toHaveLength(3);
  });
});
