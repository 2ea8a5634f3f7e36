import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectionOf } from '../../src/http/node_bindings.ts';
import { listen } from '../../src/main/listen.ts';
import type { Listening } from '../../src/main/listen.ts';
import { message, openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('listen()', () => {
  let test: TestApp;
  let web: Listening;
  beforeAll(async () => {
    test = await openTestApp(NOW, undefined, { bodyMs: 300 });
    web = await listen(test.app, '127.0.0.1', 0, { headers: 400, silence: 1_500 });
  });
  afterAll(async () => {
    await web.stop();
    await test.db.close();
  });

  const open = async (): Promise<{ socket: Socket; heard: () => string; closed: Promise<unknown> }> => {
    const socket = connect(Number(new URL(web.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('error', () => {});
    const closed = new Promise((resolve) => void socket.on('close', resolve));
    await once(socket, 'connect');
    return { socket, heard: () => text, closed };
  };
  const head = (method: string, path: string, more = '') =>
    `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

  it('reads the headers of a hot read as it does of other calls', async () => {
    const path = `${web.url}/v1/bots/elena/users/sam/insights`;
    for (const url of [path, `${web.url}/v1/bots/elena/users/sam/status`]) {
      const answer = await fetch(url, { headers: { 'X-Request-ID': 'from-the-bot_7' } });
      expect(answer.headers.get('x-request-id')).toBe('from-the-bot_7');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const foreign = await fetch(url, { headers: { origin: 'https://example.com' } });
      expect(foreign.status).toBe(403);
      expect(foreign.headers.get('content-type')).toBe('application/problem+json');
      expect(foreign.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const tag = (await fetch(path)).headers.get('etag') ?? '';
    expect((await fetch(path, { headers: { 'if-none-match': `"other", ${tag}` } })).status).toBe(304);
    const { status, headers } = await fetch(path, { method: 'HEAD' });
    expect([status, headers.get('etag')]).toEqual([200, tag]);
  });

  it('knows the connection that an answer is written to at once, and none while an earlier one is owed', async () => {
    const gate = Promise.withResolvers<Response>();
    const which = new Hono()
      .get('/owed', () => gate.promise)
      .get('/which', (c) => c.text(connectionOf(c) === undefined ? 'later' : 'at once'));
    const server = await listen(which, '127.0.0.1', 0);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => (heard += String(chunk)));
    socket.write(head('GET', '/which'));
    await vi.waitFor(() => expect(heard).toContain('at once'));
    socket.write(head('GET', '/owed') + head('GET', '/which'));
    await sleep(100);
    gate.resolve(new Response('paid'));
    await vi.waitFor(() => expect(heard).toMatch(/paid[\s\S]*later/u));
    socket.destroy();
    await server.stop();
  });

  it('closes a connection whose headers do not end, though they keep coming', async () => {
    const { socket, heard, closed } = await open();
    socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n');
    const drip = setInterval(() => socket.write('X-A: b\r\n'), 50);
    await closed;
    clearInterval(drip);
    expect(heard()).toMatch(/^HTTP\/1\.1 408 /u);
  });

  it('closes a connection that says nothing at all', async () => {
    const { closed, heard } = await open();
    await closed;
    expect(heard()).toMatch(/^(?:$|HTTP\/1\.1 408 )/u);
  });

  it('answers 431 to headers beyond 16 kB', async () => {
    const { socket, heard, closed } = await open();
    socket.write(head('GET', '/livez', `X-A: ${'b'.repeat(20_000)}\r\n`));
    await closed;
    expect(heard()).toMatch(/^HTTP\/1\.1 431 /u);
  });

  it.each(['/v1/bots/elena/users/sam/events', '/v1/events'])(
    'answers 408 to a body that does not end, and closes the connection: %s',
    async (path) => {
      const { socket, heard, closed } = await open();
      socket.write(head('POST', path, 'Transfer-Encoding: chunked\r\n'));
      const drip = setInterval(() => socket.write('1\r\n{\r\n'), 50);
      await closed;
      clearInterval(drip);
      expect(heard()).toMatch(/^HTTP\/1\.1 408 /u);
      expect(heard()).toContain('application/problem+json');
    },
  );

  it.each([
    ['a line without end', '/v1/events', 'x'.repeat(1_100_000), 413],
    ['a body without end', '/v1/bots/elena/users/sam/events', 'x'.repeat(9_000_000), 413],
    ['a body for a route that is not there', '/v1/nothing', 'x'.repeat(2_000_000), 404],
  ])('the answer to %s arrives, though not all of it was read', async (_what, path, body, status) => {
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(body));
        controller.close();
      },
    });
    const answer = await fetch(web.url + path, { method: 'POST', body: chunked, duplex: 'half' });
    expect([answer.status, await answer.json()]).toMatchObject([status, { status }]);
  });

  it('closes a connection on which answers are not read', async () => {
    const { socket, closed } = await open();
    socket.pause();
    await Promise.race([
      closed,
      (async () => {
        for (let i = 0; i < 200_000 && !socket.destroyed; i++) {
          if (!socket.write(head('GET', '/v1/bots/elena/users/sam/insights'))) await sleep(5);
        }
      })(),
    ]);
    socket.resume();
    await closed;
    expect((await fetch(`${web.url}/livez`)).status).toBe(200);
  }, 20_000);

  it.each([
    'GET / HTTP/1.1\r\n\r\n',
    head('GET', '/livez', 'Host: evil@@\r\n'),
    'nonsense\r\n\r\n',
    head('GET', '//'),
    head('GET', 'http://['),
  ])('stays up after %j', async (request) => {
    const { socket, closed } = await open();
    socket.end(request);
    await closed;
    expect((await fetch(`${web.url}/livez`)).status).toBe(200);
  });

  it('keeps serving others while a hundred connections hold it up', async () => {
    const slow = await Promise.all(Array.from({ length: 100 }, () => open()));
    for (const { socket } of slow) socket.write('POST /v1/events HTTP/1.1\r\nHost: local');
    const answer = await fetch(`${web.url}/v1/bots/elena/users/sam/events`, {
      method: 'POST',
      body: JSON.stringify({ events: [message('m', NOW, 'hi')] }),
    });
    expect(answer.status).toBe(202);
    await Promise.all(slow.map(({ closed }) => closed));
  });
});
