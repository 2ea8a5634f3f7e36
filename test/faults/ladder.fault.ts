// Each test breaks something under a running web process while a hundred reads a second come in. Whatever it is, every
// read is answered 200 at once and labelled right, and when it is mended the answers are fresh again by themselves.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOT, openBed } from './bed.ts';
import type { Bed } from './bed.ts';
import { openProxy } from './proxy.ts';
import { read, readWhile } from './reads.ts';
import type { Insights, Reads } from './reads.ts';
import { openSilentServer } from './silent_server.ts';
import { startWebUnderTest } from './web_under_test.ts';
import { takeAllConnections } from './take_all_connections.ts';
import type { WebUnderTest } from './web_under_test.ts';

/** What a read may take at the worst while something is broken: the deadline is 50 ms, the rest is for a busy machine. */
const AT_ONCE_MS = 1_000;
/** What most of them take, where each waits for the deadline. */
const DEADLINE_MS = 100;
/** Where Postgres can answer, it is given the time to, so that a busy machine does not make an answer stale. */
const PATIENT = { COLDPATH_READ_DEADLINE_MS: '900' };
/** By when reads are fresh again after something was mended. */
const MENDED_MS = 15_000;
/** By when a web process has surely heard of a change. */
const NOTIFIED_MS = 300;
/** By when a change made by SQL shows everywhere. */
const SHOWS_MS = 1_000;

describe('a read', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await openBed();
  });
  afterAll(() => bed.close());

  const freshOf = (web: WebUnderTest, users: readonly string[]): Promise<Insights[]> =>
    vi.waitFor(
      async () => {
        const answers = await Promise.all(users.map((user) => read(web.url, BOT, user)));
        expect(answers.map(({ freshness }) => freshness)).toEqual(users.map(() => 'fresh'));
        return answers;
      },
      { timeout: MENDED_MS, interval: 50 },
    );
  const dataOf = ({ sections }: Insights): Record<string, unknown> =>
    Object.fromEntries(Object.entries(sections).map(([name, { data }]) => [name, data]));
  /** Reads while something is broken, and asserts what holds whatever it is. */
  const readDuring = async (
    what: string,
    web: WebUnderTest,
    users: string[],
    broken: Promise<unknown>,
  ): Promise<Reads> => {
    const reads = await readWhile(web.url, BOT, users, broken);
    process.stdout.write(`  ${what}: ${JSON.stringify(reads)}\n`);
    expect(Object.keys(reads.statuses)).toEqual(['200']);
    expect(reads.slowest).toBeLessThan(AT_ONCE_MS);
    return reads;
  };
  const labels = (reads: Reads): string[] => Object.keys(reads.freshness).sort();

  it('is stale with a copy and degraded without while Postgres is stopped', async () => {
    await using web = await startWebUnderTest(bed.url);
    const [held, unseen] = [bed.takeUsers(5), bed.takeUsers(5)];
    const before = await freshOf(web, held);
    await bed.cluster.stop();
    try {
      expect(labels(await readDuring('stopped, held', web, held, sleep(1_500)))).toEqual(['stale']);
      expect(labels(await readDuring('stopped, unseen', web, unseen, sleep(1_500)))).toEqual(['degraded']);
      const during = await Promise.all(held.map((user) => read(web.url, BOT, user)));
      expect(during.map(dataOf)).toEqual(before.map(dataOf));
    } finally {
      await bed.cluster.restart('fast');
    }
    const after = await freshOf(web, [...held, ...unseen]);
    expect(after.slice(0, held.length).map(dataOf)).toEqual(before.map(dataOf));
  });

  it.each(['fast', 'immediate'] as const)('outlives a restart of Postgres (%s)', async (mode) => {
    await using web = await startWebUnderTest(bed.url);
    const [held, unseen] = [bed.takeUsers(5), bed.takeUsers(5)];
    await freshOf(web, held);
    const restarted = bed.cluster.restart(mode).then(() => sleep(1_500));
    const [reads] = await Promise.all([
      readDuring(`restarted ${mode}, held`, web, held, restarted),
      readDuring(`restarted ${mode}, unseen`, web, unseen, restarted),
    ]);
    expect(labels(reads)).not.toContain('degraded');
    await freshOf(web, [...held, ...unseen]);
  });

  it('waits for a slow Postgres no longer than the deadline', async () => {
    await using proxy = await openProxy(bed.url);
    await using web = await startWebUnderTest(proxy.url);
    const [held, expiring, unseen] = [bed.takeUsers(5), bed.takeUsers(5), bed.takeUsers(5)];
    await bed.sql(
      `UPDATE strategic_memory_health SET expires_at = now() + interval '2 seconds' WHERE user_id = ANY ($1)`,
      [expiring],
    );
    await sleep(NOTIFIED_MS);
    await freshOf(web, [...held, ...expiring]);
    proxy.delayMs = 2_000;
    await sleep(2_000);
    expect(labels(await readDuring('slow, held', web, held, sleep(1_000)))).toEqual(['fresh']);
    expect(labels(await readDuring('slow, expired', web, expiring, sleep(1_500)))).toEqual(['stale']);
    const waiting = await readDuring('slow, unseen', web, unseen, sleep(1_500));
    expect(labels(waiting)).toEqual(['degraded']);
    expect(waiting.p50).toBeLessThan(DEADLINE_MS);
    const started = performance.now();
    const answer = await fetch(`${web.url}/v1/bots/${BOT}/performance`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { freshness: 'degraded' }]);
    expect(performance.now() - started).toBeLessThan(AT_ONCE_MS);
    proxy.delayMs = 0;
    await freshOf(web, [...held, ...expiring, ...unseen]);
  });

  it('does not hang on connections that have gone dead without a word', async () => {
    await using proxy = await openProxy(bed.url);
    await using web = await startWebUnderTest(proxy.url);
    const [held, unseen] = [bed.takeUsers(15), bed.takeUsers(5)];
    await freshOf(web, held);
    proxy.goDead();
    const [user = ''] = held;
    await bed.sql(`UPDATE strategic_memory_health SET avg_memory_age_hours = 4321 WHERE user_id = $1`, [user]);
    await readDuring('dead', web, [...held, ...unseen], sleep(2_000));
    await freshOf(web, unseen);
    await vi.waitFor(async () => expect(JSON.stringify(await read(web.url, BOT, user))).toContain('4321'), {
      timeout: MENDED_MS,
      interval: 50,
    });
  });

  it('is stale with a copy and degraded without while all connections are taken', async () => {
    await using web = await startWebUnderTest(bed.url);
    const [held, unseen] = [bed.takeUsers(5), bed.takeUsers(5)];
    await freshOf(web, held);
    const release = await takeAllConnections(bed);
    try {
      expect(labels(await readDuring('no connections, held', web, held, sleep(1_500)))).toEqual(['stale']);
      expect(labels(await readDuring('no connections, unseen', web, unseen, sleep(1_500)))).toEqual(['degraded']);
    } finally {
      await release();
    }
    await freshOf(web, [...held, ...unseen]);
  });

  it('does not wait for a queue that is locked, and neither do its neighbours', async () => {
    await using web = await startWebUnderTest(bed.url, PATIENT);
    const [held, unseen, behind] = [bed.takeUsers(5), bed.takeUsers(5), bed.takeUsers(15)];
    await freshOf(web, held);
    await bed.sql(`UPDATE conversations SET last_seq = last_seq + 1 WHERE user_id = ANY ($1)`, [behind]);
    await bed.sql(`UPDATE strategic_memory_health SET expires_at = now() WHERE user_id = ANY ($1)`, [behind]);
    const lock = new Client({ connectionString: bed.adminUrl });
    await lock.connect();
    try {
      await lock.query('BEGIN');
      await lock.query(
        'LOCK TABLE graphile_worker._private_jobs, graphile_worker._private_tasks IN ACCESS EXCLUSIVE MODE',
      );
      const post = (n: number): Promise<number> => postMessage(web, `locked-${n}`);
      const posts = Promise.all(Array.from({ length: 20 }, (_, n) => post(n)));
      expect(labels(await readDuring('queue locked, behind', web, behind, sleep(2_000)))).toEqual(['stale']);
      await fetch(`${web.url}/v1/bots/${BOT}/performance`);
      expect(labels(await readDuring('queue locked, held', web, held, sleep(1_000)))).toEqual(['fresh']);
      expect(labels(await readDuring('queue locked, unseen', web, unseen, sleep(1_000)))).toEqual(['fresh']);
      await lock.query('ROLLBACK');
      expect(new Set(await posts)).toEqual(new Set([202]));
    } finally {
      await lock.end();
    }
    await freshOf(web, [...held, ...unseen]);
  });

  it('does not wait for a metrics sink that never answers', async () => {
    await using sink = await openSilentServer();
    const users = bed.takeUsers(5);
    await using web = await startWebUnderTest(bed.url, { ...PATIENT, INFLUX_URL: sink.url, INFLUX_SECONDS: '1' });
    await freshOf(web, users);
    expect(labels(await readDuring('metrics sink hangs', web, users, sleep(3_000)))).toEqual(['fresh']);
    await vi.waitFor(() => expect(sink.heard()).toContain('/api/v2/write'), { timeout: MENDED_MS });
  });

  it('stays fresh when the listening connection is killed, and hears of changes again', async () => {
    await using web = await startWebUnderTest(bed.url, PATIENT);
    const held = bed.takeUsers(5);
    const [user = ''] = held;
    await freshOf(web, held);
    const listening = `FROM pg_stat_activity WHERE application_name = 'coldpath' AND query LIKE 'LISTEN%row_changed%'`;
    const reading = readDuring('listener killed', web, held, sleep(2_500));
    const killed = await bed.sql(`SELECT pg_terminate_backend(pid) ${listening}`);
    expect(killed).toHaveLength(1);
    const change = async (hours: number): Promise<void> => {
      await bed.sql(`UPDATE strategic_memory_health SET avg_memory_age_hours = $2 WHERE user_id = $1`, [user, hours]);
      await shows(web, user, `"avg_memory_age_hours":${hours}`);
    };
    await change(1_111); // while nobody listens
    await vi.waitFor(async () => expect(await bed.sql(`SELECT ${listening}`)).toHaveLength(1), { timeout: MENDED_MS });
    await change(2_222);
    expect(labels(await reading)).toEqual(['fresh']);
  });

  /** Waits until a read says so, or no longer does. @throws when that takes too long for a person at psql */
  async function shows(web: WebUnderTest, user: string, words: string, expected = true): Promise<void> {
    const says = async (): Promise<boolean> => JSON.stringify(await read(web.url, BOT, user)).includes(words);
    await vi.waitFor(async () => expect(await says()).toBe(expected), { timeout: SHOWS_MS, interval: 10 });
  }

  it('shows a row that is typed, changed and deleted in psql, in every web process within a second', async () => {
    await using one = await startWebUnderTest(bed.url);
    await using other = await startWebUnderTest(bed.url);
    const psql = async (statement: string): Promise<void> => {
      await promisify(execFile)('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-c', statement, bed.adminUrl]);
    };
    const [known = ''] = bed.takeUsers(1);
    const everywhere = (user: string, words: string, expected = true): Promise<unknown> =>
      Promise.all([one, other].map((web) => shows(web, user, words, expected)));
    await freshOf(one, [known]);
    await freshOf(other, [known]);
    const typed = `"avg_memory_age_hours":77`;
    await everywhere('typed', typed, false);
    await psql(
      `INSERT INTO strategic_memory_health (user_id, bot_name, avg_memory_age_hours) VALUES ('typed', '${BOT}', 77)`,
    );
    await everywhere('typed', typed);
    for (const user of ['typed', known]) {
      const where = `WHERE user_id = '${user}' AND bot_name = '${BOT}'`;
      await psql(`UPDATE strategic_memory_health SET avg_memory_age_hours = 88 ${where}`);
      await everywhere(user, `"avg_memory_age_hours":88`);
      await psql(`DELETE FROM strategic_memory_health ${where}`);
      expect(await everywhere(user, `"avg_memory_age_hours":88`, false)).toHaveLength(2);
    }
  });

  async function postMessage(web: WebUnderTest, user: string): Promise<number> {
    const event = {
      event_id: 'e1',
      kind: 'message',
      occurred_at: new Date().toISOString(),
      payload: { role: 'user', content: 'hello there' },
    };
    const path = `/v1/bots/${BOT}/users/${user}/events`;
    const answer = await fetch(`${web.url}${path}`, { method: 'POST', body: JSON.stringify({ events: [event] }) });
    await answer.arrayBuffer();
    return answer.status;
  }
});
