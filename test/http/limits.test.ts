import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Admission } from '../../src/http/middleware/admission.ts';
import { message, openTestApp } from './open_test_app.ts';
import type { TestApp } from './open_test_app.ts';
import { routesOf } from './routes_of.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const EVENTS = '/v1/bots/elena/users/sam/events';
const STREAM = '/v1/events';
const NAMES = { bot: 'elena', user: 'sam', key: '000000000000' };

/** A body that comes in pieces with pauses between them, and then says nothing more. */
function dribble(pieces: readonly string[], pauseMs: number, end = false): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      const piece = pieces[at++];
      if (piece === undefined) return end ? controller.close() : new Promise(() => {});
      await sleep(pauseMs);
      return controller.enqueue(encoder.encode(piece));
    },
  });
}

describe('limits of a body', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await openTestApp(NOW, undefined, { bodyMs: 200 });
  });
  afterAll(() => test.db.close());

  const send = (path: string, body: string | ReadableStream, headers: Record<string, string> = {}) => {
    const request = new Request(`http://localhost${path}`, { method: 'POST', body, headers, duplex: 'half' });
    return Promise.resolve(test.app.request(request));
  };
  const detail = async (answer: Response) => ((await answer.json()) as { detail: string }).detail;

  it('every route refuses a compressed body', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const withBody = routesOf(test.app, NAMES).filter(({ method }) => method !== 'GET');
    expect(withBody.length).toBeGreaterThanOrEqual(4);
    for (const { method, path } of withBody) {
      for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip']) {
        const headers = { 'content-encoding': encoding };
        const answer = await test.app.request(path, { method, body: bomb, headers });
        expect([method, path, answer.status]).toEqual([method, path, 415]);
      }
    }
  });

  it.each([5_000, 500_000])('a body nested %d deep is refused, whatever it is nested in', async (depth) => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['[{"a":[', ']}]'],
    ] as const) {
      const nested = open.repeat(depth) + close.repeat(depth);
      const answer = await send(EVENTS, nested);
      expect([answer.status, await detail(answer)]).toEqual([400, 'the body must be nested at most 32 levels deep']);
    }
    const line = await send(STREAM, '['.repeat(depth));
    expect(await detail(line)).toContain('the line must be nested at most 32 levels deep');
  });

  it('brackets in a string are not taken for nesting', async () => {
    const content = `${'['.repeat(100)}"\\${'{'.repeat(100)}\\"`;
    expect((await send(EVENTS, JSON.stringify({ events: [message('m', NOW, content)] }))).status).toBe(202);
  });

  it.each([
    ['without a length', {}],
    ['that is longer than its headers tell', { 'content-length': '60' }],
  ])('a body %s is counted', async (_words, headers) => {
    const answer = await send(
      EVENTS,
      dribble(
        Array.from({ length: 9 }, () => 'x'.repeat(1_000_000)),
        0,
        true,
      ),
      headers,
    );
    expect([answer.status, await detail(answer)]).toEqual([413, 'the body must have at most 8,388,608 bytes']);
  });

  it.each([
    ['tells its length', { 'content-length': '60' }],
    ['does not', {}],
  ])('every route gives up on a body that comes too slowly and %s, or does not read it', async (_words, headers) => {
    const gaveUp: string[] = [];
    for (const { method, path, pattern } of routesOf(test.app, NAMES)) {
      if (method === 'GET') continue;
      const body = dribble('{"events": [{"event_id": "m1", "kind": "message"'.split(''), 20);
      const request = new Request(`http://localhost${path}`, { method, headers, body, duplex: 'half' });
      const answer = await test.app.request(request);
      expect(answer.status).toBeLessThan(500);
      if (answer.status !== 408) continue;
      expect(await detail(answer)).toBe('the body did not arrive within 0.2 seconds');
      expect(answer.headers.get('connection')).toBe('close');
      gaveUp.push(pattern);
    }
    const reading = ['/v1/bots/:bot/users/:user/events', STREAM, '/v1/jobs/failed/retry', '/v1/keys'];
    expect(gaveUp).toEqual(expect.arrayContaining(reading));
  });

  it('a stream may take as long as it likes, as long as lines keep ending', async () => {
    const lines = Array.from({ length: 8 }, (_, index) =>
      JSON.stringify({ bot_name: 'elena', user_id: 'slow', ...message(`m${index}`, NOW, 'hi') }),
    );
    const answer = await send(
      STREAM,
      dribble(
        lines.map((line) => `${line}\n`),
        100,
        true,
      ),
    );
    expect(await answer.json()).toMatchObject({ accepted: 8 });
  });

  it('a stream that stops in the middle of a line is given up', async () => {
    const line = JSON.stringify({ bot_name: 'elena', user_id: 'cut', ...message('m', NOW, 'hi') });
    expect((await send(STREAM, dribble([`${line}\n`, line.slice(0, 20)], 0))).status).toBe(408);
  });
});

describe('limits of requests', () => {
  it('a key that asks more often than it may gets 429 and is told when to come back; another key does not notice', async () => {
    const adminKey = 'a'.repeat(40);
    const test = await openTestApp(NOW, adminKey, { ratePerSecond: 5 });
    const ask = async (key: string) => test.app.request('/v1/keys', { headers: { authorization: `Bearer ${key}` } });
    const made = await test.app.request('/v1/keys', {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}` },
      body: JSON.stringify({ scopes: ['admin'] }),
    });
    const { key } = (await made.json()) as { key: string };
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(adminKey)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(14);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await ask(key)).status).toBe(200);
    expect((await test.app.request('/livez')).status).toBe(200);
    await test.db.close();
  });

  it('a bucket fills with time, to a second of its rate and no further', () => {
    let now = 0;
    const admission = new Admission({ maxInFlight: 1_000, ratePerSecond: 10, bodyMs: 1 }, () => now);
    const enterAll = (): number => {
      for (let taken = 0; ; taken++) {
        try {
          admission.enter('k', 'read')();
        } catch {
          return taken;
        }
      }
    };
    expect(enterAll()).toBe(10);
    now += 300;
    expect(enterAll()).toBe(3);
    now += 3_600_000;
    expect(enterAll()).toBe(10);
  });

  it('requests beyond the places get 503, writes before reads, one key before all', () => {
    const admission = new Admission({ maxInFlight: 8, ratePerSecond: 0, bodyMs: 1 });
    const full = expect.objectContaining({ code: 'overloaded' });
    const leave = admission.enter('a', 'write');
    expect(() => admission.enter('a', 'write')).toThrow(full);
    admission.enter('b', 'write');
    expect(() => admission.enter('c', 'write')).toThrow(full);
    for (let i = 0; i < 4; i++) admission.enter('a', 'read');
    expect(() => admission.enter('a', 'read')).toThrow(full);
    for (let i = 0; i < 4; i++) admission.enter('b', 'read');
    expect(() => admission.enter('c', 'read')).toThrow(full);
    leave();
    expect(() => admission.enter('c', 'write')).not.toThrow();
  });

  it('a request that cannot be taken is answered 503 with Retry-After, and its place is free when it is done', async () => {
    const test = await openTestApp(NOW, undefined, { maxInFlight: 4, bodyMs: 300 });
    const slow = new Request(`http://localhost${EVENTS}`, { method: 'POST', body: dribble(['{'], 0), duplex: 'half' });
    const first = test.app.request(slow);
    const post = () => test.post(EVENTS, { events: [message('m', NOW, 'hi')] });
    const second = await post();
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await test.get('/v1/bots/elena/users/sam/insights')).status).toBe(200);
    expect((await first).status).toBe(408);
    expect((await post()).status).toBe(202);
    await test.db.close();
  });
});
