import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../src/client/client.ts';
import { message, openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('createClient()', () => {
  let test: TestApp;
  let server: Server;
  let url: string;
  /** What the server does instead of answering, request by request. */
  const trouble: ('hang' | 'break' | 503 | 429)[] = [];
  let asked = 0;
  beforeEach(async () => {
    test = await openTestApp(NOW);
    const answer = getRequestListener((request) => test.app.fetch(request));
    server = createServer((request, response) => {
      asked += 1;
      const next = trouble.shift();
      if (next === 'hang') return;
      if (next === 'break') response.destroy();
      else if (next !== undefined) response.writeHead(next, { 'content-type': 'text/plain' }).end('not now');
      else void answer(request, response);
    });
    asked = 0;
    trouble.length = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await test.db.close();
  });

  it('posts, tells when it is in, reads, and erases', async () => {
    const client = createClient({ url, readTimeoutMs: 20_000 });
    expect(await client.postEvents('elena', 'sam', [message('m1', NOW, 'hello there')])).toMatchObject({ accepted: 1 });
    expect(await client.readStatus('elena', 'sam', 'm1')).toMatchObject({ event: { status: 'accepted' } });
    const refreshed = client.refresh('elena', 'sam', 20_000);
    await test.refresh('elena', 'sam');
    expect(await refreshed).toMatchObject({ refreshed: true });
    const insights = await client.readInsights('elena', 'sam', { sections: ['memory_health'], maxTokens: 50 });
    expect(insights.freshness).toBe('fresh');
    expect(insights.sections.memory_health?.data.retrieval_frequency_trend).toBe('stable');
    expect(await client.erase('elena', 'sam')).toMatchObject({ events: 1, rows: 5 });
  });

  it('tries again what may be repeated, when the server breaks off, is overloaded or says later', async () => {
    const client = createClient({ url });
    trouble.push('break', 503, 429);
    expect(await client.postEvents('elena', 'sam', [message('m1', NOW, 'hi')])).toMatchObject({ accepted: 1 });
    expect(asked).toBe(4);
    trouble.push('break', 'break', 'break', 'break');
    await expect(client.readStatus('elena', 'sam')).rejects.toMatchObject({ name: 'ColdpathError', status: 0 });
  });

  it('does not repeat what the server refused, and says which field is wrong', async () => {
    const client = createClient({ url });
    await expect(client.postEvents('elena', 'sam', [])).rejects.toMatchObject({
      status: 400,
      message: 'events must have at least 1 event',
      errors: [{ field: 'events' }],
    });
    await expect(client.readStatus('elena', 'nobody')).rejects.toMatchObject({ status: 404 });
    expect(asked).toBe(2);
  });

  it('never lets a read fail or hang: it is degraded, and says why aside', async () => {
    const onError = vi.fn<(error: unknown) => void>();
    const client = createClient({ url, readTimeoutMs: 50, onError });
    const none = { bot_name: 'elena', user_id: 'sam', freshness: 'degraded', guidance: '', sections: {} };
    for (const one of ['hang', 'break', 503] as const) {
      trouble.push(one);
      expect(await client.readInsights('elena', 'sam')).toMatchObject(none);
    }
    const nowhere = createClient({ url: 'http://127.0.0.1:1', onError });
    expect(await nowhere.readInsights('elena', 'sam')).toMatchObject(none);
    const wrong = createClient({ url: 'no url at all', onError });
    expect(await wrong.readInsights('elena', 'sam')).toMatchObject(none);
    expect(await createClient({ url, onError }).readInsights('elena', '\ud800')).toMatchObject({
      freshness: 'degraded',
    });
    expect(onError).toHaveBeenCalledTimes(6);
    const clumsy = createClient({
      url: 'no url at all',
      onError: () => {
        throw new Error('the logger broke');
      },
    });
    expect(await clumsy.readInsights('elena', 'sam')).toMatchObject(none);
  });

  it('reads a row that somebody typed by hand', async () => {
    await test.db.script(`INSERT INTO strategic_memory_health (user_id, bot_name, expires_at)
      VALUES ('sam', 'elena', '2030-01-01')`);
    const insights = await createClient({ url, readTimeoutMs: 5_000 }).readInsights('elena', 'sam');
    expect(insights.sections.memory_health).toMatchObject({ freshness: 'fresh', data: { memory_snapshot: {} } });
  });
});
