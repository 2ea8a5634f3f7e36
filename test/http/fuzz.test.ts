import * as fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/main/logger.ts';
import { arbitraryBody, arbitraryHeaders, arbitraryQuery, arbitrarySegment } from './arbitrary_request.ts';
import { message, openTestApp } from './open_test_app.ts';
import type { TestApp } from './open_test_app.ts';
import { routesOf } from './routes_of.ts';
import type { Call } from './routes_of.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
/** Requests a route; more of them by hand: FUZZ_RUNS=5000 npx vitest run test/http/fuzz. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 120);
/** Milliseconds in which any answer must be there. */
const PATIENCE_MS = 10_000;

const ProblemSchema = v.strictObject({
  type: v.literal('about:blank'),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  request_id: v.pipe(v.string(), v.regex(/^[\w=-]{1,64}$/u)),
  errors: v.optional(v.array(v.strictObject({ field: v.string(), message: v.string() }))),
  result: v.optional(v.unknown()),
});
const TYPES =
  /^(?:application\/(?:json|problem\+json|x-ndjson|openmetrics-text)|text\/(?:plain|html|javascript|css))(?:;|$)/u;

interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

describe('whatever is sent', () => {
  let test: TestApp;
  const complaints: string[] = [];
  const seen = new Set<number>();
  beforeAll(async () => {
    const logger = createLogger({ logLevel: 'warn' }, { write: (line) => void complaints.push(line) });
    test = await openTestApp(NOW, undefined, { bodyMs: 5_000 }, logger);
    await test.post('/v1/bots/elena/users/sam/events', { events: [message('m1', NOW, 'hello there')] });
    await test.refresh('elena', 'sam');
  });
  afterAll(() => test.db.close());

  /** A request for a route, with whatever for its names. */
  const arbitraryRequest = ({ method, pattern }: Call): fc.Arbitrary<Sent> =>
    fc
      .tuple(fc.infiniteStream(arbitrarySegment), arbitraryQuery, arbitraryHeaders, arbitraryBody)
      .map(([segments, query, headers, body]) => ({
        method,
        url: pattern.replace(/:\w+/gu, () => String(segments.next().value)) + (query === '' ? '' : `?${query}`),
        headers,
        body: method === 'GET' ? undefined : body,
      }));

  const send = async ({ method, url, headers, body }: Sent): Promise<Response> => {
    const answer = Promise.resolve(test.app.request(url, { method, headers, ...(body !== undefined && { body }) }));
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error('no answer')), PATIENCE_MS);
    return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
  };

  /** What must hold of any answer. */
  const check = async (answer: Response): Promise<void> => {
    const text = await answer.text();
    seen.add(answer.status);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('x-injected')).toBeNull();
    if (answer.status === 304) return;
    expect(answer.headers.get('content-type')).toMatch(TYPES);
    if (answer.headers.get('content-type')?.startsWith('application/json') === true) JSON.parse(text);
    if (answer.status < 400) return;
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(v.parse(ProblemSchema, JSON.parse(text)).status).toBe(answer.status);
  };

  it('every route answers, without failing, in a form that is documented', { timeout: 280_000 }, async () => {
    const routes = routesOf(test.app, {});
    expect(routes.length).toBeGreaterThan(10);
    for (const route of routes) {
      await fc.assert(
        fc.asyncProperty(arbitraryRequest(route), async (request) => check(await send(request))),
        { numRuns: RUNS, endOnFailure: true },
      );
    }
    // Not everything was turned away at the door.
    expect([...seen]).toEqual(expect.arrayContaining([200, 202, 400, 404, 415]));
    expect(complaints).toEqual([]);
    // Nothing of it was taken for SQL, nor for a property of everything.
    const { rows } = await test.db.pool.query(`SELECT count(*)::int AS n FROM events WHERE event_id = 'm1'`);
    expect(rows).toEqual([{ n: expect.any(Number) as number }]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('a name that a path can carry comes back as it was sent, and finds its own rows alone', async () => {
    // Where nothing else was sent: what came before may have used the same names.
    const clean = await openTestApp(NOW);
    const names = [
      '..',
      '.',
      '%2F',
      'a/b',
      '%',
      '%00',
      '🦊',
      '\u202Egnp',
      '__proto__',
      'constructor',
      'x'.repeat(256),
      "'; --",
      '\u00A0',
      '*',
    ];
    for (const name of names) {
      const path = `/v1/bots/${encodeURIComponent(name)}/users/${encodeURIComponent(name)}`;
      // URL parsers resolve these two as steps, encoded or not: no client can ask for them.
      if (name === '.' || name === '..') continue;
      const posted = await clean.post(`${path}/events`, { events: [message('n1', NOW, 'hi')] });
      expect([name, posted.status]).toEqual([name, 202]);
      expect(await (await clean.get(`${path}/status`)).json()).toMatchObject({
        bot_name: name,
        user_id: name,
        last_seq: 1,
      });
      expect(await (await clean.get(`${path}/insights`)).json()).toMatchObject({ bot_name: name, user_id: name });
    }
    await clean.db.close();
  });
});
