import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/main/logger.ts';
import type { TestApp } from './open_test_app.ts';
import { message, openTestApp } from './open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const ADMIN_KEY = 'k'.repeat(40);
const EVENTS = '/v1/bots/elena/users/user-4711/events';

describe('the log', () => {
  let test: TestApp;
  let lines: string[] = [];
  beforeAll(async () => {
    const logger = createLogger({ logLevel: 'trace' }, { write: (line) => void lines.push(line) });
    test = await openTestApp(NOW, ADMIN_KEY, {}, logger);
  });
  afterAll(() => test.db.close());

  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    lines = [];
    return test.app.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${ADMIN_KEY}`, ...headers },
    });
  };
  const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has a line for each request with its id, route, end and key id, and no name, content or key', async () => {
    const events = [message('m1', NOW, 'I am allergic to shellfish')];
    const answer = await send(EVENTS, { events }, { 'x-request-id': 'from-the-bot_7' });
    expect(answer.headers.get('x-request-id')).toBe('from-the-bot_7');
    expect(logged()).toMatchObject([
      {
        request_id: 'from-the-bot_7',
        method: 'POST',
        route: '/v1/bots/:bot/users/:user/events',
        status: 202,
        key: 'admin',
      },
    ]);
    for (const secret of ['4711', 'shellfish', ADMIN_KEY]) expect(lines.join()).not.toContain(secret);
  });

  it('has nothing of a user when the database refuses, and the id that the caller is told', async () => {
    await test.db.script(`ALTER TABLE events ADD CONSTRAINT never CHECK (payload ->> 'content' <> 'my secret')`);
    const answer = await send(EVENTS, { events: [message('m2', NOW, 'my secret')] });
    expect(answer.status).toBe(500);
    const { request_id: id } = (await answer.json()) as { request_id: string };
    expect(id).toMatch(/^[0-9a-f-]{36}$/u);
    expect(logged()).toMatchObject([
      { level: 50, request_id: id, err: { code: '23514' } },
      { level: 40, request_id: id, status: 500 },
    ]);
    for (const secret of ['4711', 'my secret']) expect(lines.join()).not.toContain(secret);
  });

  it.each(['a b', 'x'.repeat(65), '<script>', 'é'])('gives a request an id of its own instead of %s', async (id) => {
    const answer = await send(EVENTS, {}, { 'x-request-id': id });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/u);
  });

  it('every answer, good or bad, tells browsers to keep off, and lets no other site read it', async () => {
    for (const path of ['/livez', '/v1/keys', '/nothing', '/v1/bots/elena/users/u/insights']) {
      const answer = await test.app.request(path, { headers: { origin: 'https://evil.example' } });
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining(`default-src 'none'`) as string,
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    const preflight = await test.app.request(EVENTS, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(401);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});
