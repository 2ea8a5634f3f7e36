import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { startWorkers } from '../../loadtest/bench/worker_processes.ts';
import { freePort } from '../../loadtest/free_port.ts';
import { startWeb } from '../../loadtest/web_process.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openEmptyDatabase, TEST_DATABASE_URL, urlOf } from '../db/open_test_database.ts';
import { threadsOf } from './threads_of.ts';
import type { Thread } from './threads_of.ts';

const STAND_BACK = new URL('../../src/main/stand_back.ts', import.meta.url).href;
const THREADS_OF = new URL('threads_of.ts', import.meta.url).href;
const IS_LINUX = process.platform === 'linux';

/** The threads of a process that called it, started so far back. */
function threadsAfter(call: string, startedAt = 0): Thread[] {
  const script = `import * as standing from '${STAND_BACK}';
    import { threadsOf } from '${THREADS_OF}';
    standing.${call};
    console.log(JSON.stringify(threadsOf(process.pid)));`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  return JSON.parse(execFileSync('nice', ['-n', String(startedAt), ...node], { encoding: 'utf8' })) as Thread[];
}

const isHelper = ({ name }: Thread): boolean => name === 'V8Worker';
const valuesOf = (threads: readonly Thread[]): Set<number> => new Set(threads.map(({ nice }) => nice));

describe.runIf(IS_LINUX)('standBack()', () => {
  it('makes every thread of the process stand back, those of V8 too', () => {
    const threads = threadsAfter('standBack(7)');
    expect(threads.length).toBeGreaterThan(1);
    expect(valuesOf(threads)).toEqual(new Set([7]));
  });

  it('leaves a process where it is that was started further back', () => {
    expect(valuesOf(threadsAfter('standBack(7)', 15))).toEqual(new Set([15]));
  });
});

describe.runIf(IS_LINUX)('standBackHelpers()', () => {
  it('makes the threads of V8 stand back, and no other', () => {
    const threads = threadsAfter('standBackHelpers()');
    const helpers = threads.filter(isHelper);
    expect(helpers.length).toBeGreaterThan(0);
    expect(valuesOf(helpers)).toEqual(new Set([10]));
    expect([...valuesOf(threads.filter((thread) => !isHelper(thread)))]).not.toContain(10);
  });

  it('leaves them where they are in a process that was started further back', () => {
    expect(valuesOf(threadsAfter('standBackHelpers()', 15))).toEqual(new Set([15]));
  });
});

describe.runIf(IS_LINUX && TEST_DATABASE_URL !== undefined)('processes as they run in production', () => {
  it('stand back: a worker as a whole, of web only the threads of V8', async () => {
    await using disposing = new AsyncDisposableStack();
    const db = await openEmptyDatabase();
    disposing.defer(() => db.close());
    await migrate(db);
    const url = urlOf(db) ?? '';
    const web = disposing.use(await startWeb(url, await freePort()));
    const { signal } = new AbortController();
    const database = { url, db, [Symbol.asyncDispose]: () => Promise.resolve() };
    const workers = disposing.use(await startWorkers(database, { processes: 1, signal }));

    expect(valuesOf(threadsOf(web.pid).filter(isHelper))).toEqual(new Set([10]));
    expect([...valuesOf(threadsOf(web.pid).filter((thread) => !isHelper(thread)))]).not.toContain(10);
    expect(valuesOf(threadsOf(workers.pids[0] ?? 0))).toEqual(new Set([10]));
  });
});
