import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { message, openTestApp } from './open_test_app.ts';
import type { TestApp } from './open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const PATH = '/v1/bots/elena/users/sam/events';
const good = message('m1', '2026-03-01T11:00:00Z', 'hello there');

describe('POST …/events', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await openTestApp(NOW);
  });
  beforeEach(() => test.db.script('TRUNCATE conversations, bots CASCADE; DELETE FROM graphile_worker._private_jobs'));
  afterAll(() => test.db.close());

  const count = async (table: string): Promise<number> => {
    const { rows } = await test.db.pool.query(`SELECT count(*)::int AS n FROM ${table}`);
    return Number(rows[0]?.n);
  };

  it('accepts events, numbers them and queues one refresh', async () => {
    const answer = await test.post(PATH, { events: [good, { ...good, event_id: 'm2' }] });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: 0,
      results: [
        { status: 'accepted', seq: 1 },
        { status: 'accepted', seq: 2 },
      ],
    });
    expect(await count('events')).toBe(2);
    expect(await count('graphile_worker.jobs')).toBe(1);
  });

  it('says duplicate to an event it has, in the log or earlier in the same call, and changes nothing', async () => {
    await test.post(PATH, { events: [good] });
    const changed = { ...good, payload: { role: 'bot', content: 'something else' } };
    const answer = await test.post(PATH, {
      events: [changed, { ...good, event_id: 'm2' }, { ...good, event_id: 'm2' }],
    });
    expect(await answer.json()).toMatchObject({
      accepted: 1,
      duplicates: 2,
      results: [{ status: 'duplicate' }, { status: 'accepted', seq: 2 }, { status: 'duplicate' }],
    });
    const { rows } = await test.db.pool.query(`SELECT content FROM messages WHERE event_id = 'm1'`);
    expect(rows).toEqual([{ content: 'hello there' }]);
  });

  it('keeps numbering without gaps when twenty calls race', async () => {
    const calls = Array.from({ length: 20 }, (_, call) =>
      test.post(PATH, { events: [0, 1, 2].map((n) => ({ ...good, event_id: `c${call}-${n % 2}` })) }),
    );
    await Promise.all(calls);
    const { rows } = await test.db.pool.query('SELECT array_agg(seq::int ORDER BY seq) AS seqs FROM events');
    expect(rows[0]?.seqs).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('takes the 999 good events and names the bad one by its index and reason', async () => {
    const events = Array.from({ length: 1_000 }, (_, index) => ({ ...good, event_id: `e${index}` }));
    const bad = { ...good, event_id: 'e637', payload: { role: 'cat', content: 'meow' } };
    const answer = await test.post(PATH, { events: events.with(637, bad as typeof good) });
    const body = (await answer.json()) as { accepted: number; rejected: number; results: unknown[] };
    expect([answer.status, body.accepted, body.rejected]).toEqual([202, 999, 1]);
    expect(body.results[637]).toEqual({
      status: 'rejected',
      errors: [{ field: 'events.637.payload.role', message: 'must be "user" or "bot"' }],
    });
    expect(await count('events')).toBe(999);
  });

  const withPayload = (payload: object) => ({ events: [{ ...good, payload }] });
  it.each([
    ['not JSON', '{"events": [', 400, 'JSON'],
    ['no events', {}, 400, 'events is missing'],
    ['an empty list', { events: [] }, 400, 'events must have at least 1 event'],
    ['a wrong type', withPayload({ role: 'user', content: 7 }), 400, 'events.0.payload.content must be a string'],
    ['an unknown field', { events: [{ ...good, mood: 'x' }] }, 400, 'events.0.mood is not a known field'],
    ['an unknown field of the body', { events: [good], dry_run: true }, 400, 'dry_run is not a known field'],
    ['an unknown kind', { events: [{ ...good, kind: 'like' }] }, 400, 'events.0.kind must be one of message, memory'],
    ['a missing field', { events: [{ ...good, event_id: undefined }] }, 400, 'events.0.event_id is missing'],
    [
      'a timestamp without offset',
      { events: [{ ...good, occurred_at: '2026-03-01T11:00:00' }] },
      400,
      'events.0.occurred_at must be an RFC 3339 timestamp with an offset',
    ],
    ['a day that does not exist', { events: [{ ...good, occurred_at: '2026-02-30T11:00:00Z' }] }, 400, 'that exist'],
    [
      'a time in the far future',
      { events: [{ ...good, occurred_at: '2026-03-01T12:05:01Z' }] },
      400,
      'events.0.occurred_at must not be more than 5 minutes in the future',
    ],
    [
      'a 2 MB message',
      withPayload({ role: 'user', content: 'x'.repeat(2_000_000) }),
      400,
      'events.0.payload.content must have at most 32,768 characters',
    ],
    [
      'a name with a NUL',
      { events: [{ ...good, event_id: 'a\u0000b' }] },
      400,
      'events.0.event_id must have no control',
    ],
    ['content with a NUL', withPayload({ role: 'user', content: 'a\u0000b' }), 400, 'must have no NUL character'],
    ['half an emoji', withPayload({ role: 'user', content: '\ud83c' }), 400, 'must be well-formed Unicode'],
    [
      '1,001 events',
      { events: Array.from({ length: 1_001 }, (_, index) => ({ ...good, event_id: `e${index}` })) },
      400,
      'events must have at most 1,000 events',
    ],
    [
      'a body of 9 MB',
      { events: [], filler: 'x'.repeat(9_000_000) },
      413,
      'the body must have at most 8,388,608 bytes',
    ],
  ])('refuses %s, says why, and changes nothing', async (_what, body, status, words) => {
    const answer = await test.post(PATH, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await answer.json()) as { status: number; detail: string };
    expect(problem.status).toBe(status);
    expect(problem.detail).toContain(words);
    expect([await count('events'), await count('conversations'), await count('graphile_worker.jobs')]).toEqual([
      0, 0, 0,
    ]);
  });

  it.each([
    ['a NUL', '/v1/bots/el%00ena/users/sam/events', 'the bot in the path must have no control characters'],
    ['257 characters', `/v1/bots/elena/users/${'u'.repeat(257)}/events`, 'the user in the path must have at most 256'],
  ])('refuses a name in the path with %s', async (_what, path, words) => {
    const answer = await test.post(path, { events: [good] });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(words) as string });
    expect(await count('conversations')).toBe(0);
  });

  it.each(['🦊', 'a/b', '../..', '用户', '%', "Robert'); DROP TABLE events;--"])(
    'takes the name %s as it is',
    async (name) => {
      const path = `/v1/bots/${encodeURIComponent(name)}/users/${encodeURIComponent(name)}/events`;
      expect((await test.post(path, { events: [good] })).status).toBe(202);
      const { rows } = await test.db.pool.query('SELECT bot_name, user_id FROM events');
      expect(rows).toEqual([{ bot_name: name, user_id: name }]);
    },
  );

  it('stores nothing when the refresh cannot be queued', async () => {
    await test.db.script('ALTER FUNCTION queue_job RENAME TO queue_job_away');
    const answer = await test.post(PATH, { events: [good] });
    await test.db.script('ALTER FUNCTION queue_job_away RENAME TO queue_job');
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ detail: 'something went wrong here, it has been logged' });
    expect(await count('events')).toBe(0);
  });
});

describe('POST /v1/events', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await openTestApp(NOW);
  });
  afterAll(() => test.db.close());

  const line = (user: string, id: string, more: object = {}) =>
    JSON.stringify({ bot_name: 'elena', user_id: user, ...message(id, NOW, 'hi'), ...more });

  it('takes a line an event, of any conversations, and names the lines that are none', async () => {
    const lines = [
      line('ann', 'a1'),
      'nonsense',
      line('bob', 'b1'),
      '',
      line('ann', 'a1'),
      line('ann', 'a2', { kind: 'x' }),
    ];
    const answer = await test.post('/v1/events', lines.join('\n'));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({
      lines: 6,
      accepted: 2,
      duplicates: 1,
      rejected: 2,
      errors: [{ line: 2 }, { line: 6, errors: [{ field: 'kind' }] }],
    });
  });

  it('takes any number of lines, in any chunks, and the same stream again without doubling', async () => {
    const text = Array.from({ length: 2_500 }, (_, index) => line(`u${index % 3}`, `é${index}`)).join('\n');
    const bytes = new TextEncoder().encode(text);
    const stream = () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (let at = 0; at < bytes.length; at += 9_973) controller.enqueue(bytes.slice(at, at + 9_973));
          controller.close();
        },
      });
    const send = async () => {
      const request = new Request('http://localhost/v1/events', {
        method: 'POST',
        body: stream(),
        duplex: 'half',
      });
      return (await test.app.request(request)).json();
    };
    expect(await send()).toMatchObject({ accepted: 2_500, duplicates: 0, rejected: 0 });
    expect(await send()).toMatchObject({ accepted: 0, duplicates: 2_500, rejected: 0 });
  });

  it('refuses a stream without any event', async () => {
    const answer = await test.post('/v1/events', 'nonsense\n');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      detail: expect.stringContaining('none of 1 lines is an event; line 1') as string,
    });
  });

  it('refuses a line without end and bytes that are not UTF-8', async () => {
    expect((await test.post('/v1/events', 'x'.repeat(1_100_000))).status).toBe(413);
    const notUtf8 = await test.app.request('/v1/events', { method: 'POST', body: new Uint8Array([0x7b, 0xff, 0x0a]) });
    expect(notUtf8.status).toBe(400);
  });
});
