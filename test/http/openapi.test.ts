import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shortConversation } from '../pipeline/conversation.ts';
import { openTestApp } from './open_test_app.ts';
import type { TestApp } from './open_test_app.ts';

interface Content {
  schema: object;
  example: unknown;
}
interface Described {
  requestBody?: { content: Record<string, Content> };
  parameters?: { name: string; in: string; schema: Record<string, unknown>; example?: unknown }[];
  responses: Record<string, { content?: Record<string, Content>; $ref?: string }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
  components: { responses: Record<string, { content: Record<string, Content> }> };
}

const NOW = new Date('2026-03-01T12:00:00Z');
const DOCS = new Set(['/docs', '/docs/start.js', '/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css']);

describe('/openapi.json', () => {
  let test: TestApp;
  let document: Document;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  beforeAll(async () => {
    test = await openTestApp(NOW);
    document = (await (await test.get('/openapi.json')).json()) as Document;
    ajv.addSchema(document, 'api');
  });
  afterAll(() => test.db.close());

  const problemsOf = (schema: object, value: unknown): unknown => {
    // References lead into the document.
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/');
    const validate = ajv.compile(JSON.parse(text) as object);
    return validate(value) ? [] : validate.errors;
  };
  const operations = (): [string, Described][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]): [string, Described] => [`${method.toUpperCase()} ${path}`, one]),
    );

  it('has every route, and nothing that is none', () => {
    const routes = test.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !DOCS.has(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`);
    expect([...new Set(routes)].sort()).toEqual(
      operations()
        .map(([name]) => name)
        .sort(),
    );
  });

  it('has an example for each body, and each is what its schema says', () => {
    let checked = 0;
    for (const [name, { requestBody, responses }] of operations()) {
      const bodies = [requestBody?.content ?? {}, ...Object.values(responses).map(({ content }) => content ?? {})];
      for (const { schema, example } of bodies.flatMap((content) => Object.values(content))) {
        expect({ name, hasExample: example !== undefined }).toEqual({ name, hasExample: true });
        expect({ name, problems: problemsOf(schema, example) }).toEqual({ name, problems: [] });
        checked += 1;
      }
    }
    for (const { content } of Object.values(document.components.responses)) {
      for (const { schema, example } of Object.values(content)) expect(problemsOf(schema, example)).toEqual([]);
    }
    expect(checked).toBeGreaterThan(20);
    expect(problemsOf({ $ref: '#/components/schemas/Erased' }, { events: 'many' })).not.toEqual([]);
  });

  it('takes its own examples, and its answers are what it says', async () => {
    for (const [method, path, body] of [
      ['POST', '/v1/bots/elena/users/42/events', { events: shortConversation(NOW, 30) }],
      ['GET', '/v1/bots/elena/users/42/insights'],
      ['GET', '/v1/bots/elena/users/42/status?event_id=m1'],
      ['POST', '/v1/bots/elena/users/42/refresh'],
      ['GET', '/v1/bots/elena/performance'],
      ['GET', '/v1/bots'],
      ['GET', '/v1/bots/elena/users'],
      ['GET', '/v1/jobs/failed'],
      ['POST', '/v1/jobs/failed/retry', { ids: [7] }],
      ['POST', '/v1/jobs/failed/drop', { ids: [7] }],
      ['POST', '/v1/keys', { bot_name: 'elena', scopes: ['read'] }],
      ['GET', '/v1/keys'],
      ['GET', '/livez'],
      ['GET', '/readyz'],
      ['DELETE', '/v1/bots/elena/users/42/cache'],
      ['DELETE', '/v1/bots/elena/users/42'],
      ['GET', '/v1/bots/elena/users/42/status'],
      ['GET', '/v1/bots?limit=0'],
      ['POST', '/v1/events', 'nonsense'],
    ] as const) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await test.app.request(path, { method, ...(body !== undefined && { body: text }) });
      if (path.endsWith('events') && answer.ok) await test.refresh('elena', '42');
      const template = path.split('?')[0]?.replace('/elena', '/{bot}').replace('/42', '/{user}') ?? '';
      const told = document.paths[template]?.[method.toLowerCase()]?.responses[String(answer.status)];
      const name = told?.$ref?.split('/').at(-1);
      const content = name === undefined ? told?.content : document.components.responses[name]?.content;
      const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
      const schema = content?.[type]?.schema ?? { not: {} };
      const said = {
        call: `${method} ${path}`,
        status: answer.status,
        problems: problemsOf(schema, await answer.json()),
      };
      expect(said).toEqual({ call: said.call, status: answer.status, problems: [] });
    }
  });
});

describe('/docs', () => {
  it('shows the document without any other host, under a strict policy', async () => {
    const test = await openTestApp(NOW, 'an-admin-key-of-a-good-length-0123456789');
    const page = await test.get('/docs');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\//u);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, path = '']) => path);
    expect(parts).toHaveLength(4);
    // Open to everybody, as the page itself is.
    for (const path of parts) expect([path, (await test.get(path)).status]).toEqual([path, 200]);
    expect(await (await test.get('/docs/start.js')).text()).toContain(`url: '/openapi.json'`);
    expect((await test.get('/docs/../package.json')).status).toBe(401);
    await test.db.close();
  });
});
