import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importFiles, waitUntilFolded } from '../../src/cli/import.ts';
import { listen } from '../../src/main/listen.ts';
import type { Listening } from '../../src/main/listen.ts';
import { message, openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('importFiles()', () => {
  let test: TestApp;
  let web: Listening;
  let directory: string;
  beforeAll(async () => {
    test = await openTestApp(NOW);
    web = await listen(test.app, '127.0.0.1', 0);
    directory = await mkdtemp(join(tmpdir(), 'coldpath-import-'));
  });
  afterAll(async () => {
    await web.stop();
    await test.db.close();
    await rm(directory, { recursive: true });
  });

  const line = (id: string, user = 'sam') =>
    JSON.stringify({ bot_name: 'elena', user_id: user, ...message(id, NOW, 'hi') });
  const fileOf = async (name: string, lines: readonly string[]): Promise<string> => {
    const file = join(directory, name);
    await writeFile(file, lines.join('\n'));
    return file;
  };
  const options = (more: object = {}) => ({
    server: { url: web.url },
    signal: new AbortController().signal,
    onProgress: vi.fn<() => void>(),
    onRejected: vi.fn<(file: string, line: number, reason: string) => void>(),
    onRetry: vi.fn<(reason: string) => void>(),
    ...more,
  });

  it('sends every line once, names the refused ones by file and line, and can be run again', async () => {
    const lines = Array.from({ length: 1_234 }, (_, index) => line(`a${index}`, `u${index % 2}`));
    const file = await fileOf('a.jsonl', lines.with(700, '{"bot_name": 7}'));
    const told = options();
    const result = await importFiles([file], told);
    expect(result).toEqual({
      accepted: 1_233,
      duplicates: 0,
      rejected: 1,
      conversations: [
        ['elena', 'u0'],
        ['elena', 'u1'],
      ],
    });
    expect(told.onRejected).toHaveBeenCalledExactlyOnceWith(
      file,
      701,
      expect.stringContaining('bot_name must be a string'),
    );
    expect(told.onProgress).toHaveBeenLastCalledWith(
      expect.objectContaining({ outcome: { accepted: 1_233, duplicates: 0, rejected: 1 } }),
    );
    expect(await importFiles([file], options())).toMatchObject({ accepted: 0, duplicates: 1_233, rejected: 1 });
  });

  it('goes on where the server was away for a moment', async () => {
    const file = await fileOf('b.jsonl', [line('b1'), line('b2')]);
    await web.stop();
    const told = options({
      onRetry: vi.fn<(reason: string) => void>(() => {
        if (told.onRetry.mock.calls.length === 1)
          void listen(test.app, '127.0.0.1', Number(new URL(web.url).port)).then((again) => (web = again));
      }),
    });
    expect(await importFiles([file], told)).toMatchObject({ accepted: 2 });
    expect(told.onRetry).toHaveBeenCalled();
  });

  it('stops between batches when it is interrupted', async () => {
    const file = await fileOf(
      'c.jsonl',
      Array.from({ length: 1_100 }, (_, index) => line(`c${index}`)),
    );
    const interrupt = new AbortController();
    const done = importFiles([file], options({ signal: interrupt.signal, onProgress: () => interrupt.abort() }));
    await expect(done).rejects.toThrow('aborted');
    expect(await importFiles([file], options())).toMatchObject({ accepted: 600, duplicates: 500 });
  });

  it('waits until everything is folded', async () => {
    const file = await fileOf('d.jsonl', [line('d1', 'waiting')]);
    const { conversations } = await importFiles([file], options());
    const done = vi.fn<(done: number) => void>();
    const waiting = waitUntilFolded({ url: web.url }, conversations, new AbortController().signal, done);
    await test.refresh('elena', 'waiting');
    await waiting;
    expect(done).toHaveBeenLastCalledWith(1);
  });
});
