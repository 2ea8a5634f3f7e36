import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import {
  BotsAnswerSchema,
  DroppedCacheSchema,
  ErasedSchema,
  PostedLinesSchema,
  RefreshAnswerSchema,
  StatusAnswerSchema,
  UsersAnswerSchema,
} from '../../src/domain/answers.ts';
import type { EventInput } from '../../src/domain/event.ts';
import { prunePass } from '../../src/pipeline/prune_pass.ts';
import { cacheRows } from '../pipeline/cache_rows.ts';
import { shortConversation } from '../pipeline/conversation.ts';
import { message, openTestApp } from './open_test_app.ts';
import type { TestApp } from './open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
const PATH = '/v1/bots/elena/users/sam';

let test: TestApp;
const opened: TestApp[] = [];
const open = async (): Promise<TestApp> => {
  const one = await openTestApp(NOW);
  opened.push(one);
  return one;
};
beforeEach(async () => {
  test = await open();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ db }) => db.close()));
});

const parsed = async <Output>(schema: v.GenericSchema<unknown, Output>, answer: Response): Promise<Output> =>
  v.parse(schema, await answer.json());
const remove = async (path: string) => test.app.request(path, { method: 'DELETE' });
const post = (events: readonly EventInput[], user = 'sam', bot = 'elena') =>
  test.post(`/v1/bots/${bot}/users/${user}/events`, { events });

describe('GET /v1/bots and GET /v1/bots/{bot}/users', () => {
  it('list everybody once, a page at a time, however long the names', async () => {
    const names = ['ann', 'bob', 'Zoë', '🦊', 'x'.repeat(256)];
    for (const name of names) await post([message('m', NOW, 'hi')], name, `bot-${name}`.slice(0, 256));
    for (const name of names) await post([message('m', NOW, 'hi')], name);
    const found: string[] = [];
    for (let path = '/v1/bots?limit=2'; ;) {
      const page = await parsed(BotsAnswerSchema, await test.get(path));
      expect(page.bots.length).toBeLessThanOrEqual(2);
      found.push(...page.bots.map(({ bot_name: bot }) => bot));
      if (page.next_after === null) break;
      path = `/v1/bots?limit=2&after=${encodeURIComponent(page.next_after)}`;
    }
    expect(found.sort()).toEqual(['elena', ...names.map((name) => `bot-${name}`.slice(0, 256))].sort());
    const users: string[] = [];
    for (let after = ''; ;) {
      const query = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const page = await parsed(UsersAnswerSchema, await test.get(`/v1/bots/elena/users?limit=3${query}`));
      users.push(...page.users.map(({ user_id: user }) => user));
      if (page.next_after === null) break;
      after = page.next_after;
    }
    expect(users.sort()).toEqual([...names].sort());
  });

  it.each([
    ['/v1/bots?limit=0', 400, 'limit must be a whole number from 1 to 1000'],
    ['/v1/bots?limit=1e9', 400, 'limit must be a whole number from 1 to 1000'],
    ['/v1/bots?page=2', 400, 'page is not a known field'],
    ['/v1/bots/nobody/users', 404, 'no events of bot "nobody"'],
    ['/v1/bots/elena/users?after=%00', 400, 'after must have no control characters'],
  ])('answer %s with %d', async (path, status, words) => {
    const answer = await test.get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(words) as string });
  });
});

describe('GET …/status', () => {
  it('tells whether a write is in yet', async () => {
    await post([message('m1', NOW, 'hi')]);
    await test.refresh('elena', 'sam');
    await post([message('m2', NOW, 'hi again')]);
    const status = async (query = '') => parsed(StatusAnswerSchema, await test.get(`${PATH}/status${query}`));
    expect(await status('?event_id=m1')).toMatchObject({ event: { event_id: 'm1', status: 'folded', seq: 1 } });
    expect(await status('?event_id=m2')).toMatchObject({ event: { status: 'accepted', seq: 2 } });
    expect(await status('?event_id=m3')).toMatchObject({ event: { status: 'unknown', seq: null } });
    const all = await status();
    expect(all).toMatchObject({ last_seq: 2, folded_seq: 1, unfolded: 1, refresh: { state: 'waiting', attempts: 0 } });
    expect(all.event).toBeUndefined();
    expect(all.lag_seconds).toBeGreaterThanOrEqual(0);
    expect(all.engines).toHaveLength(7);
    expect(all.engines.every(({ seq, current }) => seq === 1 && current)).toBe(true);
    await test.db.script(`UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'it broke'`);
    expect((await status()).refresh.state).toBe('failed');
  });

  it('says that there is no such conversation', async () => {
    expect((await test.get(`${PATH}/status`)).status).toBe(404);
    expect((await test.get(`${PATH}/status?event=m1`)).status).toBe(400);
  });
});

describe('POST …/refresh', () => {
  it('asks at once, and says 202 when it is not in yet', async () => {
    await post([message('m1', NOW, 'hi')]);
    const answer = await test.post(`${PATH}/refresh?wait=30`, '');
    expect(answer.status).toBe(202);
    expect(await parsed(RefreshAnswerSchema, answer)).toMatchObject({ refreshed: false, last_seq: 1, folded_seq: 0 });
    const { rows } = await test.db.pool.query('SELECT priority::int FROM graphile_worker.jobs');
    expect(rows).toEqual([{ priority: 0 }]);
  });

  it('waits until it is in, and no longer', async () => {
    await post([message('m1', NOW, 'hi')]);
    const asked = test.post(`${PATH}/refresh?wait=20000`, '');
    await test.refresh('elena', 'sam');
    const answer = await asked;
    expect(answer.status).toBe(200);
    const done = await parsed(RefreshAnswerSchema, answer);
    expect(done).toMatchObject({ refreshed: true, folded_seq: 1 });
    expect(done.waited_ms).toBeLessThan(20_000);
  });

  it.each([
    [`${PATH}/refresh`, 404],
    [`${PATH}/refresh?wait=30001`, 400],
    [`${PATH}/refresh?wait=-1`, 400],
  ])('answers POST %s with %d', async (path, status) => {
    expect((await test.post(path, '')).status).toBe(status);
  });
});

describe('DELETE …/cache', () => {
  it('drops the rows of this conversation only; a refresh brings them back', async () => {
    for (const user of ['sam', 'ann']) {
      await post([message('m1', NOW, 'hi')], user);
      await test.refresh('elena', user);
    }
    expect(await parsed(DroppedCacheSchema, await remove(`${PATH}/cache`))).toMatchObject({ rows: 5 });
    expect(await parsed(DroppedCacheSchema, await remove(`${PATH}/cache`))).toMatchObject({ rows: 0 });
    const health = async (user: string) =>
      (await test.get(`/v1/bots/elena/users/${user}/insights?sections=memory_health`)).json();
    expect(await health('sam')).toMatchObject({ freshness: 'missing' });
    expect(await health('ann')).toMatchObject({ freshness: 'fresh' });
    await test.refresh('elena', 'sam');
    expect(await health('sam')).toMatchObject({ freshness: 'fresh' });
  });
});

describe('DELETE /v1/bots/{bot}/users/{user}', () => {
  it('says how much it erased, also the second time, and leaves 404 behind', async () => {
    await post(shortConversation(NOW, 20));
    await test.refresh('elena', 'sam');
    const erased = await parsed(ErasedSchema, await remove(PATH));
    expect(erased).toEqual({
      bot_name: 'elena',
      user_id: 'sam',
      events: expect.any(Number) as number,
      rows: 5,
      jobs: 1,
    });
    expect(erased.events).toBeGreaterThan(20);
    expect(await parsed(ErasedSchema, await remove(PATH))).toMatchObject({ events: 0, rows: 0, jobs: 0 });
    expect((await test.get(`${PATH}/status`)).status).toBe(404);
    expect((await test.get(`${PATH}/export`)).status).toBe(404);
    expect(await (await test.get(`${PATH}/insights`)).json()).toMatchObject({ freshness: 'missing' });
    expect((await remove(`${PATH}?dry_run=true`)).status).toBe(400);
  });
});

describe('GET …/export', () => {
  const linesOf = async (from: TestApp): Promise<string[]> => {
    const answer = await from.get(`${PATH}/export`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    return (await answer.text()).trimEnd().split('\n');
  };
  const imported = async (lines: readonly string[]): Promise<TestApp> => {
    const into = await open();
    const answer = await into.post('/v1/events', lines.join('\n'));
    expect(await parsed(PostedLinesSchema, answer)).toMatchObject({ accepted: lines.length, rejected: 0, errors: [] });
    await into.refresh('elena', 'sam');
    return into;
  };

  it('imported into an empty database gives the same rows, states and sums', async () => {
    const events = shortConversation(NOW, 150);
    for (let i = events.length; i > 0; i -= 40) {
      await post(events.slice(Math.max(0, i - 40), i));
      await test.refresh('elena', 'sam');
    }
    await post([message('m9', NOW, 'hi')], 'ann');
    const lines = await linesOf(test);
    expect(lines).toHaveLength(events.length);
    const into = await imported(lines);
    const ann = `DELETE FROM conversations WHERE user_id = 'ann'`;
    await test.db.script(ann);
    expect(await cacheRows(into.db, NOW)).toEqual(await cacheRows(test.db, NOW));
    expect(await linesOf(into)).toEqual(lines);
  });

  it('of a conversation whose beginning was pruned carries the checkpoint, and gives the same rows', async () => {
    const long = Array.from({ length: 1_300 }, (_, i) =>
      message(
        `m${i}`,
        new Date(NOW.getTime() - (1_300 - i) * 864_000),
        ['the garden is lovely', 'how was the exam?', 'my sister Clara called'][i % 3] ?? '',
        i % 2 ? 'bot' : 'user',
      ),
    );
    for (let i = 0; i < long.length; i += 250) {
      await post(long.slice(i, i + 250));
      await test.refresh('elena', 'sam');
    }
    await prunePass(test.db, { eventDays: 2, rowDays: 30 }, NOW);
    const lines = await linesOf(test);
    expect(lines).toHaveLength(301);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ kind: 'checkpoint', events: 1_000, user_messages: 500 });

    const into = await imported(lines);
    expect(await cacheRows(into.db, NOW)).toEqual(await cacheRows(test.db, NOW));
    expect(await linesOf(into)).toEqual(lines);
    const counters = 'SELECT last_seq, user_messages, bot_messages, first_event_at, last_event_at FROM conversations';
    expect((await into.db.pool.query(counters)).rows).toEqual((await test.db.pool.query(counters)).rows);
    // The same once more changes nothing, and neither does it where other events are.
    const again = await into.post('/v1/events', lines.join('\n'));
    expect(await again.json()).toMatchObject({ accepted: 0, duplicates: 301, rejected: 0 });
    const elsewhere = await open();
    await elsewhere.post(`${PATH}/events`, { events: [message('x', NOW, 'hi')] });
    const refused = await elsewhere.post('/v1/events', lines.slice(0, 2).join('\n'));
    expect(await refused.json()).toMatchObject({ accepted: 1, rejected: 1, errors: [{ line: 1 }] });
    // What follows is folded as if nothing had happened.
    const late = message('late', new Date(NOW.getTime() - DAY), 'I nearly forgot: rain!');
    for (const one of [test, into]) {
      await one.post(`${PATH}/events`, { events: [late] });
      await one.refresh('elena', 'sam');
    }
    expect(await cacheRows(into.db, NOW)).toEqual(await cacheRows(test.db, NOW));
  });

  it.each([
    ['states of no engine', { states: [{ engine: 'magic', version: 1, state: {} }] }, 'states.0.engine'],
    ['a state that is none', { states: [{ engine: 'memory_aging', version: 1, state: 7 }] }, 'states'],
    [
      'too long a state',
      { states: [{ engine: 'memory_aging', version: 1, state: 'x'.repeat(70_000) }] },
      'states.0.state',
    ],
    ['no events in it', { events: 0 }, 'events'],
  ])('is not taken back with a checkpoint that has %s', async (_what, wrong, field) => {
    const checkpoint = {
      bot_name: 'elena',
      user_id: 'sam',
      kind: 'checkpoint',
      events: 3,
      occurred_at: '2026-01-01T00:00:00Z',
      event_id: 'm3',
      first_event_at: '2026-01-01T00:00:00Z',
      last_user_message_at: null,
      user_messages: 2,
      bot_messages: 1,
      states: [],
      ...wrong,
    };
    const versions = (await import('../../src/engines/registry.ts')).ENGINE_VERSIONS;
    const version = versions.find(({ engine }) => engine === 'memory_aging')?.version;
    const line = JSON.stringify(checkpoint).replace('"version":1,', `"version":${version},`);
    const answer = await test.post('/v1/events', line);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ result: { errors: [{ line: 1, errors: [{ field }] }] } });
    const { rows } = await test.db.pool.query('SELECT * FROM engine_checkpoints');
    expect(rows).toEqual([]);
  });

  it('breaks off, and does not end, when the user is erased meanwhile', async () => {
    const said = Array.from({ length: 1_000 }, (_, i) => message(`m${i}`, NOW, 'hello there '.repeat(50)));
    await post(said);
    const answer = await test.get(`${PATH}/export`);
    const reader = answer.body?.getReader();
    await reader?.read();
    await remove(PATH);
    const rest = async (): Promise<void> => {
      while ((await reader?.read())?.done === false);
    };
    await expect(rest()).rejects.toThrow('erased or pruned');
  });
});
