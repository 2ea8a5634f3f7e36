import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Database } from '../../src/db/db.ts';
import { shortConversation } from '../pipeline/conversation.ts';

/** A web process with a worker on the same database. */
export interface SmokeTarget {
  url: string;
  adminKey: string;
  /** The database itself: SQL is a first-class way in. */
  db: Database;
}

const BOT = 'elena';
const USER = '/v1/bots/elena/users/sam';
const WAIT_MS = 30_000;
const AT_ONCE = 200;

/** What every way of running coldpath must do over HTTP, in this order; each throws when it does not. */
export const SMOKE: Readonly<Record<string, (target: SmokeTarget) => Promise<void>>> = {
  async 'is live without a key, and ready with a worker'(target) {
    equal((await fetch(`${target.url}/livez`)).status, 200);
    await eventually(async () => {
      const ready = await json(target, '/readyz');
      equal(ready['status'], 'ready');
      deepEqual(ready['checks'], { database: 'ok', migrations: 'ok', worker: 'ok', queue: 'ok' });
    });
  },
  async 'refuses who has no key'({ url }) {
    equal((await fetch(`${url}${USER}/insights`)).status, 401);
    equal((await fetch(`${url}${USER}/insights`, { headers: { authorization: 'Bearer wrong' } })).status, 401);
  },
  async 'takes events, and takes none twice'(target) {
    const events = shortConversation(new Date());
    const first = await post(target, `${USER}/events`, { events });
    equal(first.status, 202);
    equal(((await first.json()) as { accepted: number }).accepted, events.length);
    const again = await post(target, `${USER}/events`, { events });
    equal(((await again.json()) as { accepted: number }).accepted, 0);
  },
  async 'names the field of a bad event'(target) {
    const answer = await post(target, `${USER}/events`, { events: [{ event_id: 'x', kind: 'massage' }] });
    match(await answer.text(), /events\.0\.kind/u);
  },
  async 'refuses a body that is too large'(target) {
    const answer = await post(target, `${USER}/events`, { events: [], padding: 'x'.repeat(9 * 1024 * 1024) });
    equal(answer.status, 413);
  },
  async 'takes a stream of lines'(target) {
    const lines = shortConversation(new Date(), 20).map((event) => ({ bot_name: BOT, user_id: 'streamed', ...event }));
    const chunks = lines.map((line) => new TextEncoder().encode(`${JSON.stringify(line)}\n`));
    const answer = await fetch(`${target.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${target.adminKey}`, 'content-type': 'application/x-ndjson' },
      body: ReadableStream.from(chunks),
      duplex: 'half',
    });
    equal(answer.status, 202);
    match(await answer.text(), new RegExp(`"accepted":${lines.length}\\b`, 'u'));
  },
  async 'answers fresh once the worker has folded'(target) {
    await eventually(async () => {
      const insights = await json(target, `${USER}/insights`);
      equal(insights['freshness'], 'fresh');
      ok(String(insights['guidance']).length > 0);
    });
    const performance = await json(target, `/v1/bots/${BOT}/performance`);
    equal(performance['bot_name'], BOT);
  },
  async 'answers a prompt, and 304 to who has it'(target) {
    // The bot's own row may still come in between the two.
    await eventually(async () => {
      const answer = await get(target, `${USER}/insights?format=prompt&max_tokens=100`);
      match(answer.headers.get('content-type') ?? '', /^text\/plain/u);
      ok((await answer.text()).length > 0);
      const tag = answer.headers.get('etag') ?? '';
      const again = await get(target, `${USER}/insights?format=prompt&max_tokens=100`, { 'if-none-match': tag });
      equal(again.status, 304);
    });
  },
  async 'hears within a second of a row that is changed by SQL'(target) {
    await get(target, `${USER}/insights`);
    await target.db.script(`UPDATE strategic_memory_health SET avg_memory_age_hours = 424242 WHERE user_id = 'sam'`);
    await eventually(async () => match(await (await get(target, `${USER}/insights`)).text(), /424242/u), 5_000);
  },
  async 'answers many at once'(target) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => get(target, `${USER}/insights`)));
    deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  },
  async 'tells metrics, and what it does not have'(target) {
    match(await (await get(target, '/metrics')).text(), /^strategic_cache_query_ms_count/mu);
    const nothing = await get(target, '/v1/nothing');
    equal(nothing.status, 404);
    equal(nothing.headers.get('content-type'), 'application/problem+json');
  },
};

function get({ url, adminKey }: SmokeTarget, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, { headers: { authorization: `Bearer ${adminKey}`, ...headers } });
}

function post({ url, adminKey }: SmokeTarget, path: string, body: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function json(target: SmokeTarget, path: string): Promise<Record<string, unknown>> {
  const answer = await get(target, path);
  equal(answer.status, 200);
  return (await answer.json()) as Record<string, unknown>;
}

/** Asks until the check holds. @throws what it last threw */
async function eventually(check: () => Promise<void>, milliseconds = WAIT_MS): Promise<void> {
  for (const deadline = performance.now() + milliseconds; ;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await setTimeout(100);
    }
  }
}
