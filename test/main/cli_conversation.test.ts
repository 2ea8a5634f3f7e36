import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message, openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
const NOW = new Date('2026-03-01T12:00:00Z');

describe('coldpath', () => {
  let test: TestApp;
  let server: Server;
  let directory: string;
  let url: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'coldpath-cli-'));
    test = await openTestApp(NOW);
    const answer = getRequestListener((request) => test.app.fetch(request));
    server = createServer((request, response) => void answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const events = Array.from({ length: 250 }, (_, i) => message(`m${i}`, NOW, `line ${i}`));
    for (const user of ['sam', 'a/b'])
      await test.post(`/v1/bots/elena/users/${encodeURIComponent(user)}/events`, { events });
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await test.db.close();
    await rm(directory, { recursive: true });
  });

  const cli = (...words: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const env = { COLDPATH_URL: url, PATH: process.env['PATH'] };
      const child = execFile(process.execPath, [CLI, ...words], { env }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
      child.stdin?.end();
    });

  it('exports to standard output, or to a file that is there only when it is whole', async () => {
    const { code, out, err } = await cli('export', 'elena', 'a/b');
    expect([code, err, out.trimEnd().split('\n').length]).toEqual([0, '', 250]);
    const file = join(directory, 'sam.jsonl');
    expect(await cli('export', 'elena', 'sam', '--out', file)).toEqual({
      code: 0,
      out: `250 lines in ${file}\n`,
      err: '',
    });
    expect((await readFile(file, 'utf8')).replaceAll('"sam"', '"a/b"')).toBe(out);
    const machine = await cli('export', 'elena', 'sam', '--json', '--out', file);
    expect(JSON.parse(machine.out)).toMatchObject({ file, lines: 250 });
    const nobody = await cli('export', 'elena', 'nobody', '--out', join(directory, 'nobody.jsonl'));
    expect(nobody).toEqual({ code: 1, out: '', err: 'coldpath: no events of user "nobody" with bot "elena"\n' });
    expect(await readdir(directory)).toEqual(['sam.jsonl']);
  });

  it('erases only when it is told to, and says how much', async () => {
    const unsure = await cli('erase', 'elena', 'a/b');
    expect(unsure).toEqual({
      code: 1,
      out: '',
      err: 'coldpath: nothing was erased: no terminal to ask at, say --yes\n',
    });
    const sure = await cli('erase', 'elena', 'a/b', '--yes');
    expect(sure).toMatchObject({ code: 0, out: expect.stringContaining('erased 250 events') as string, err: '' });
    const again = await cli('erase', 'elena', 'a/b', '--yes', '--json');
    expect(JSON.parse(again.out)).toEqual({ bot_name: 'elena', user_id: 'a/b', events: 0, rows: 0, jobs: 0 });
    const away = await cli('erase', 'elena', 'sam', '--yes', '--url', 'http://127.0.0.1:1');
    expect([away.code, away.err.trim().split('\n').length]).toEqual([1, 1]);
    expect((await test.get('/v1/bots/elena/users/sam/status')).status).toBe(200);
  });
});
