import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { message } from '../http/open_test_app.ts';

const SERVE = new URL('../../src/main/serve.ts', import.meta.url).pathname;
const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
const execFileAsync = promisify(execFile);

describe('npm start', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'coldpath-serve-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const start = async (
    more: Record<string, string> = {},
  ): Promise<{ child: ChildProcess; url: string; log: () => string }> => {
    const env = { PATH: process.execPath, COLDPATH_DATA_DIR: directory, PORT: '0', COLDPATH_DEBOUNCE_MS: '0', ...more };
    const child = spawn(process.execPath, [SERVE], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    child.stdout.on('data', (chunk) => (log += String(chunk)));
    child.stderr.on('data', (chunk) => (log += String(chunk)));
    const url = await vi
      .waitFor(() => expect(log).toMatch(/coldpath is at /u), { timeout: 25_000 })
      .then(() => /http:[^ ]+/u.exec(log)?.[0] ?? '');
    return { child, url, log: () => log };
  };
  const stop = async (child: ChildProcess): Promise<unknown> => {
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    return (await exited)[0];
  };

  it('serves, folds in the background, stops cleanly at Ctrl-C, and finds everything at the next start', async () => {
    const first = await start();
    const said = Array.from({ length: 5 }, (_, i) =>
      message(`m${i}`, new Date(Date.now() - 60_000), 'hello there, how are you?'),
    );
    const posted = await fetch(`${first.url}/v1/bots/elena/users/sam/events`, {
      method: 'POST',
      body: JSON.stringify({ events: said }),
    });
    expect(posted.status).toBe(202);
    await vi.waitFor(
      async () => {
        const answer = await fetch(`${first.url}/v1/bots/elena/users/sam/insights`);
        expect(await answer.json()).toMatchObject({ sections: { memory_health: { freshness: 'fresh' } } });
      },
      { timeout: 15_000, interval: 200 },
    );
    expect(await stop(first.child)).toBe(0);

    const second = await start();
    const status = await fetch(`${second.url}/v1/bots/elena/users/sam/status`);
    expect(await status.json()).toMatchObject({ last_seq: 5, folded_seq: 5 });
    expect(await stop(second.child)).toBe(0);
  }, 60_000);

  it('names every setting that is wrong, and does not start', async () => {
    const child = spawn(process.execPath, [SERVE], {
      env: { PORT: '70000', LOG_LEVEL: 'loud' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr.on('data', (chunk) => (words += String(chunk)));
    const [code] = await once(child, 'exit');
    expect(code).toBe(2);
    expect(words).toContain('PORT must be a whole number from 0 to 65535, got 70000');
    expect(words).toContain('LOG_LEVEL must be one of trace');
  });

  it('refuses to listen wider than this machine without an admin key, and says what to do', async () => {
    const child = spawn(process.execPath, [SERVE], {
      env: { HOST: '0.0.0.0', PORT: '0', COLDPATH_DATA_DIR: directory },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr.on('data', (chunk) => (words += String(chunk)));
    const [code] = await once(child, 'exit');
    expect(code).toBe(2);
    expect(words).toBe(
      'coldpath: HOST=0.0.0.0 would let strangers in: set COLDPATH_ADMIN_KEY (openssl rand -hex 32), or leave HOST out to listen on this machine only\n',
    );
  }, 30_000);

  it('listens wider with an admin key, with which the command line makes, lists and revokes keys', async () => {
    const adminKey = 'k'.repeat(40);
    const { child, url, log } = await start({ HOST: '0.0.0.0', COLDPATH_ADMIN_KEY: adminKey });
    const server = url.replace('0.0.0.0', '127.0.0.1');
    const keys = (...args: string[]) =>
      execFileAsync(process.execPath, [CLI, 'keys', ...args], {
        env: { COLDPATH_URL: server, COLDPATH_KEY: adminKey },
      });
    const { stdout } = await keys('create', '--bot', 'elena', '--scope', 'read,write');
    const key = stdout.trim();
    const ask = async () =>
      (await fetch(`${server}/v1/bots/elena/users/sam/insights`, { headers: { authorization: `Bearer ${key}` } }))
        .status;
    expect(await ask()).toBe(200);
    expect((await keys('list')).stdout).toMatch(
      /^[0-9a-f]{12} {2}read,write of bot "elena" {2}made .*, never used\n$/u,
    );
    await keys('revoke', key.slice(4, 16));
    await vi.waitFor(async () => expect(await ask()).toBe(401), { timeout: 1_000, interval: 20 });
    expect(await stop(child)).toBe(0);
    expect(log()).not.toContain(key);
    expect(log()).not.toContain(adminKey);
  }, 60_000);
});
