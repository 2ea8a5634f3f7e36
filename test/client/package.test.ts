import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = new URL('../..', import.meta.url).pathname;

/** A folder of somebody else's, in which the package is as `npm install` would put it. */
describe('coldpath/client, packed', () => {
  let directory: string;
  let server: ChildProcess;
  let url = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'coldpath-package-'));
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', directory], { cwd: ROOT });
    const installed = join(directory, 'node_modules', 'coldpath');
    await mkdir(installed, { recursive: true });
    const archive = join(directory, stdout.trim().split('\n').at(-1) ?? '');
    await run('tar', ['-xzf', archive, '-C', installed, '--strip-components=1']);
    for (const name of ['valibot', '@types']) {
      await symlink(join(ROOT, 'node_modules', name), join(directory, 'node_modules', name));
    }
    await writeFile(join(directory, 'package.json'), '{"type": "module"}');
    await copyFile(join(ROOT, 'examples', 'bot.ts'), join(directory, 'bot.ts'));

    const env = {
      PATH: process.env['PATH'],
      COLDPATH_DATA_DIR: join(directory, 'data'),
      PORT: '0',
      COLDPATH_DEBOUNCE_MS: '0',
    };
    server = spawn(process.execPath, [join(ROOT, 'src/main/serve.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    url = await new Promise((resolve) => {
      let log = '';
      server.stdout?.on('data', (chunk) => {
        log += String(chunk);
        const found = /coldpath is at (http:[^ ]+)/u.exec(log)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    // The first read of a process can take longer than a bot waits for one.
    await fetch(`${url}/v1/bots/elena/users/nobody/insights`);
  });
  afterAll(async () => {
    const exited = once(server, 'exit');
    server.kill('SIGINT');
    await exited;
    await rm(directory, { recursive: true });
  });

  it('has types that fit the example', async () => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    const checked = run(join(ROOT, 'node_modules/.bin/tsc'), [...options, 'bot.ts'], { cwd: directory });
    await expect(checked).resolves.toMatchObject({ stdout: '' });
  });

  it('lets the example bot read, reply and post', async () => {
    const bot = spawn(process.execPath, ['bot.ts', 'sam'], { cwd: directory, env: { COLDPATH_URL: url } });
    let said = '';
    let aside = '';
    bot.stdout.on('data', (chunk) => (said += String(chunk)));
    bot.stderr.on('data', (chunk) => (aside += String(chunk)));
    const exited = once(bot, 'exit');
    bot.stdin.end('hello there\nlol my sister got a dog\n');
    expect([(await exited)[0], aside.replaceAll(/^\[.*$/gmu, '').trim()]).toEqual([0, '']);
    expect(said.trim().split('\n')).toHaveLength(2);
    expect(said).toContain('my sister got a dog');
    const status = await fetch(`${url}/v1/bots/elena/users/sam/status`);
    expect(await status.json()).toMatchObject({ last_seq: 4 });
  });

  it('lets the example bot reply when there is no coldpath', async () => {
    const env = { COLDPATH_URL: 'http://127.0.0.1:1' };
    const bot = spawn(process.execPath, ['bot.ts'], { cwd: directory, env });
    let said = '';
    bot.stdout.on('data', (chunk) => (said += String(chunk)));
    bot.stderr.resume();
    const exited = once(bot, 'exit');
    bot.stdin.end('hello\n');
    expect([(await exited)[0], said]).toEqual([0, 'You said "hello". Please go on.\n']);
  });
});
