import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey } from '../../src/cache/api_key.ts';
import { message, openTestApp } from './open_test_app.ts';
import type { TestApp } from './open_test_app.ts';
import { routesOf } from './routes_of.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const ADMIN_KEY = 'an admin key as an operator sets it'.replaceAll(' ', '-');
const SECRET = 'the wedding is in Lisbon';
/** What a stranger may see: that the process is there, whether it is ready, and how the API is spoken. */
const OPEN = [
  'GET /livez',
  'GET /readyz',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/start.js',
  'GET /docs/swagger-ui-bundle.js',
  'GET /docs/swagger-ui.css',
];

describe('keys', () => {
  let test: TestApp;
  const made: Record<string, string> = {};
  const as = (key: string | undefined, method: string, path: string, body?: unknown): Promise<Response> =>
    Promise.resolve(
      test.app.request(path, {
        method,
        headers: { 'x-request-id': 'same', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
        ...(body !== undefined && method !== 'GET' && { body: JSON.stringify(body) }),
      }),
    );
  const make = async (body: object): Promise<string> => {
    const answer = await as(ADMIN_KEY, 'POST', '/v1/keys', body);
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { key: string }).key;
  };

  beforeAll(async () => {
    test = await openTestApp(NOW, ADMIN_KEY);
    await test.keys.start();
    made['elena'] = await make({ bot_name: 'elena', scopes: ['read', 'write'] });
    made['elena read'] = await make({ bot_name: 'elena', scopes: ['read'] });
    made['elena write'] = await make({ bot_name: 'elena', scopes: ['write'] });
    made['marcus'] = await make({ bot_name: 'marcus', scopes: ['read', 'write'] });
    made['metrics'] = await make({ scopes: ['metrics'] });
    made['revoked'] = await make({ bot_name: 'elena', scopes: ['read', 'write'] });
    await as(ADMIN_KEY, 'DELETE', `/v1/keys/${made['revoked'].slice(4, 16)}`);
    await as(made['elena'], 'POST', '/v1/bots/elena/users/sam/events', { events: [message('m1', NOW, SECRET)] });
    await test.refresh('elena', 'sam');
  });
  afterAll(async () => {
    await test.keys.stop();
    await test.db.close();
  });

  const isOpen = ({ method, pattern }: { method: string; pattern: string }) => OPEN.includes(`${method} ${pattern}`);

  it.each(['none', 'malformed', 'never made', 'other secret', 'revoked', 'not bearer'])(
    'no route answers anything but 401 to a key that is %s, whether or not what it asks for exists',
    async (kind) => {
      const id = made['elena']?.slice(0, 17) ?? '';
      const header = {
        none: undefined,
        malformed: 'Bearer let me in',
        'never made': `Bearer ${newKey().key}`,
        'other secret': `Bearer ${id}${newKey().key.slice(17)}`,
        revoked: `Bearer ${made['revoked']}`,
        'not bearer': `Basic ${Buffer.from(`x:${ADMIN_KEY}`).toString('base64')}`,
      }[kind];
      const ask = async (method: string, path: string) => {
        const headers = { 'x-request-id': 'same', ...(header !== undefined && { authorization: header }) };
        const answer = await test.app.request(path, { method, headers, ...(method === 'POST' && { body: '{}' }) });
        return { status: answer.status, problem: await answer.json() };
      };
      const closed = routesOf(test.app, { bot: 'elena', user: 'sam' }).filter((route) => !isOpen(route));
      expect(closed.length).toBeGreaterThan(10);
      for (const { method, path } of closed) {
        const { status, problem } = await ask(method, path);
        expect([method, path, status]).toEqual([method, path, 401]);
        const absent = await ask(method, path.replace('elena', 'nobody').replace('sam', 'no one'));
        expect(absent).toEqual({ status, problem });
      }
    },
  );

  it.each(['marcus', 'metrics'])('no route about a bot answers anything but 403 to the key for %s', async (who) => {
    const about = routesOf(test.app, { bot: 'elena', user: 'sam' }).filter(({ pattern }) => pattern.includes(':bot'));
    expect(about.length).toBeGreaterThanOrEqual(4);
    for (const { method, path } of about) {
      const answer = await as(made[who], method, path);
      const body = await answer.text();
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      expect(body).not.toContain(SECRET);
      const elsewhere = path.replace('elena', 'nobody');
      const absent = await as(made[who], method, elsewhere);
      expect([absent.status, await absent.text()]).toEqual([403, body.replaceAll(path, elsewhere)]);
    }
  });

  it('no route beyond its bot answers anything but 403 to the key for a bot', async () => {
    const beyond = routesOf(test.app, { key: made['elena']?.slice(4, 16) ?? '' }).filter(
      (route) => !route.pattern.includes(':bot') && !isOpen(route) && route.pattern !== '/v1/events',
    );
    for (const { method, path } of beyond) {
      expect([method, path, (await as(made['elena'], method, path, {})).status]).toEqual([method, path, 403]);
    }
  });

  it.each([
    ['elena read', ['GET']],
    ['elena write', ['POST', 'PUT', 'PATCH', 'DELETE']],
  ])('the key "%s" passes on %s alone', async (who, methods) => {
    for (const { method, path, pattern } of routesOf(test.app, { bot: 'elena', user: 'nobody' })) {
      if (!pattern.includes(':bot')) continue;
      const { status } = await as(made[who], method, path, {});
      expect([method, path, status === 403]).toEqual([method, path, !methods.includes(method)]);
    }
  });

  it.each([
    'elena/../marcus',
    'marcus%2F..%2Felena',
    '%65lena%00',
    'ELENA',
    'elena ',
    'elena%2F',
    'e%6Cena%',
    '%2e%2e',
  ])('the key for elena opens no other name, spelt as %s', async (name) => {
    const answer = await as(made['elena'], 'GET', `/v1/bots/${name}/users/sam/status`);
    expect(answer.status).toBe(403);
  });

  it('the key for elena opens elena however the name is encoded', async () => {
    expect((await as(made['elena'], 'GET', '/v1/bots/%65l%65na/users/sam/status')).status).toBe(200);
    expect(await (await as(made['elena'], 'GET', '/v1/bots/elena/users/sam/status')).json()).toMatchObject({
      last_seq: 1,
    });
  });

  it('a stream with a line about another bot is refused and nothing of that bot is written', async () => {
    const lines = ['elena', 'marcus'].map((bot) =>
      JSON.stringify({ bot_name: bot, user_id: 'x', ...message('s1', NOW, 'hi') }),
    );
    const answer = await test.app.request('/v1/events', {
      method: 'POST',
      headers: { authorization: `Bearer ${made['elena']}` },
      body: lines.join('\n'),
    });
    expect([answer.status, await answer.json()]).toMatchObject([403, { detail: expect.stringContaining('line 2') }]);
    const status = await as(ADMIN_KEY, 'GET', '/v1/bots/marcus/users/x/status');
    expect(status.status).toBe(404);
  });

  it('readyz tells a stranger nothing but whether it is ready', async () => {
    const stranger = (await as(undefined, 'GET', '/readyz')).json();
    expect(await stranger).toEqual({ status: 'ready' });
    expect(await (await as(made['marcus'], 'GET', '/readyz')).json()).toEqual({ status: 'ready' });
    expect(await (await as(made['metrics'], 'GET', '/readyz')).json()).toHaveProperty('queue');
    expect((await as(made['metrics'], 'GET', '/metrics')).status).toBe(200);
  });

  it('lists keys without what opens anything', async () => {
    const text = await (await as(ADMIN_KEY, 'GET', '/v1/keys')).text();
    for (const key of Object.values(made)) {
      expect(text).toContain(key.slice(4, 16));
      expect(text).not.toContain(key.slice(17));
    }
    const { rows } = await test.db.pool.query('SELECT * FROM api_keys');
    expect(rows).toHaveLength(6);
    for (const key of Object.values(made)) expect(JSON.stringify(rows)).not.toContain(key.slice(17));
  });

  it.each([
    [{ scopes: ['read'] }],
    [{ bot_name: 'elena', scopes: ['admin'] }],
    [{ bot_name: 'elena', scopes: ['read', 'metrics'] }],
    [{ bot_name: 'elena', scopes: [] }],
    [{ bot_name: '', scopes: ['read'] }],
    [{ bot_name: 'elena', scopes: ['everything'] }],
  ])('refuses to make a key for %j', async (body) => {
    expect((await as(ADMIN_KEY, 'POST', '/v1/keys', body)).status).toBe(400);
  });
});

describe('without an admin key', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await openTestApp(NOW);
  });
  afterAll(() => test.db.close());

  const ask = async (url: string, headers: Record<string, string>) => (await test.app.request(url, { headers })).status;

  it('this machine needs no key, but a key that is shown must be good', async () => {
    expect(await ask('http://127.0.0.1:8787/v1/keys', {})).toBe(200);
    expect(await ask('http://[::1]:8787/v1/keys', {})).toBe(200);
    expect(await ask('http://localhost/v1/keys', { authorization: `Bearer ${newKey().key}` })).toBe(401);
  });

  it('a web page from elsewhere is refused: by its origin, and by the name it made point here', async () => {
    expect(await ask('http://localhost:8787/v1/keys', { origin: 'https://evil.example' })).toBe(403);
    expect(await ask('http://localhost:8787/v1/keys', { origin: 'null' })).toBe(403);
    expect(await ask('http://evil.example:8787/v1/keys', {})).toBe(403);
    expect(await ask('http://localhost:8787/v1/keys', { host: 'evil.example' })).toBe(403);
    expect(await ask('http://localhost:8787/v1/keys', { origin: 'http://localhost:3000' })).toBe(200);
  });
});
