import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/main/listen.ts';
import type { Listening } from '../../src/main/listen.ts';
import { openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
const ADMIN_KEY = 'k'.repeat(40);

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (output.out += String(chunk)));
  child.stderr.on('data', (chunk) => (output.err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...output };
}

describe('coldpath', () => {
  let test: TestApp;
  let web: Listening;
  beforeAll(async () => {
    test = await openTestApp(new Date(), ADMIN_KEY);
    web = await listen(test.app, '127.0.0.1', 0);
  });
  afterAll(async () => {
    await web.stop();
    await test.db.close();
  });

  it('lists its commands in the order in which they are met', async () => {
    const { code, out, err } = await run(['--help']);
    expect([code, err]).toEqual([0, '']);
    const commands = [...out.matchAll(/^ {2}([a-z]+) /gmu)].map(([, name]) => name);
    const known = [
      'start',
      'web',
      'worker',
      'migrate',
      'import',
      'export',
      'erase',
      'status',
      'jobs',
      'keys',
      'verify',
    ];
    expect(commands).toEqual(known.filter((name) => commands.includes(name)));
    expect(commands).toEqual(expect.arrayContaining(['start', 'worker', 'import', 'keys', 'verify']));
  });

  it.each([
    [['nonsense'], `unknown command 'nonsense'`],
    [['status', '--nonsense'], `unknown option '--nonsense'`],
    [['status', '--url', 'ftp://x'], 'It must be a URL'],
    [['keys', 'create', '--scope', 'root'], '"root" is none of admin, metrics, read, write'],
    [['jobs', 'retry', 'x'], 'the id of a job'],
    [['web'], 'DATABASE_URL must name a Postgres'],
  ])('says in one line what is wrong with %j, and exits with 2', async (args, words) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^coldpath: [^\n]+\n$/u);
    expect(err).toContain(words);
  });

  it('says in one line that a server is away, or wants a key, and exits with 1', async () => {
    const away = await run(['status', '--url', 'http://127.0.0.1:1']);
    expect(away).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/^coldpath: cannot reach [^\n]+\n$/u) as string,
    });
    const locked = await run(['keys', 'list'], { COLDPATH_URL: web.url });
    expect(locked.err).toBe(
      'coldpath: a key is needed: "Authorization: Bearer <key>" (--key or COLDPATH_KEY gives one)\n',
    );
    expect(locked.code).toBe(1);
  });

  it('takes its key by option or by environment, and prints JSON for machines', async () => {
    const made = await run(
      ['keys', 'create', '--bot', 'elena', '--scope', 'write,read', '--json', '--key', ADMIN_KEY],
      {
        COLDPATH_URL: web.url,
      },
    );
    expect(JSON.parse(made.out)).toMatchObject({ bot_name: 'elena', scopes: ['read', 'write'] });
    expect(made.err).toBe('');
    const { key_id: id } = JSON.parse(made.out) as { key_id: string };
    const environment = { COLDPATH_URL: web.url, COLDPATH_KEY: ADMIN_KEY };
    expect(JSON.parse((await run(['keys', 'list', '--json'], environment)).out)).toMatchObject({ key_id: id });
    const dropped = await run(['jobs', 'drop', '7', '--json'], environment);
    expect([dropped.code, dropped.out, dropped.err]).toEqual([
      1,
      '{"ids":[]}\n',
      'coldpath: 7: no such job failed for good\n',
    ]);
  });
});
