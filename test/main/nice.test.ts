import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { startWorkers } from '../../loadtest/bench/worker_processes.ts';
import { freePort } from '../../loadtest/free_port.ts';
import { startWeb } from '../../loadtest/web_process.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openEmptyDatabase, TEST_DATABASE_URL, urlOf } from '../db/open_test_database.ts';
import { threadsOf } from './threads_of.ts';
import type { Thread } from './threads_of.ts';

const NICE = new URL('../../src/main/nice.ts', import.meta.url).href;
const THREADS_OF = new URL('threads_of.ts', import.meta.url).href;
const IS_LINUX = process.platform === 'linux';
/** Whether this process may put others before all else: its user may not be root, or be root in a container. */
const MAY_GO_FORWARD = IS_LINUX && execFileSync('nice', ['-n', '-1', 'nice'], { encoding: 'utf8' }).trim() === '-1';

const HAS_CHRT = spawnSync('chrt', ['--version']).status === 0;
const SCHED_IDLE = 5;

/** The threads of a process that called it, started so far back. */
function threadsAfter(call: string, startedAt = 0): Thread[] {
  const script = `import * as nice from '${NICE}';
    import { threadsOf } from '${THREADS_OF}';
    ${call};
    console.log(JSON.stringify(threadsOf(process.pid)));`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  return JSON.parse(execFileSync('nice', ['-n', String(startedAt), ...node], { encoding: 'utf8' })) as Thread[];
}

const isHelper = ({ name }: Thread): boolean => name === 'V8Worker';
const valuesOf = (threads: readonly Thread[]): Set<number> => new Set(threads.map(({ nice }) => nice));
const policiesOf = (threads: readonly Thread[]): Set<number> => new Set(threads.map(({ policy }) => policy));

describe.runIf(IS_LINUX)('standBack()', () => {
  it('makes every thread of the process stand back, those of V8 too', () => {
    const threads = threadsAfter('nice.standBack(7)');
    expect(threads.length).toBeGreaterThan(1);
    expect(valuesOf(threads)).toEqual(new Set([7]));
  });

  it('leaves a process where it is that was started further back', () => {
    expect(valuesOf(threadsAfter('nice.standBack(7)', 15))).toEqual(new Set([15]));
  });

  it.runIf(HAS_CHRT)('makes every thread run idle', () => {
    const threads = threadsAfter(`nice.standBack('idle')`);
    expect(threads.length).toBeGreaterThan(1);
    expect(policiesOf(threads)).toEqual(new Set([SCHED_IDLE]));
  });

  it('does what nice can where there is no chrt', () => {
    const threads = threadsAfter(`process.env.PATH = '/nowhere'; nice.standBack('idle')`);
    expect(valuesOf(threads)).toEqual(new Set([10]));
    expect(policiesOf(threads)).toEqual(new Set([0]));
  });
});

describe.runIf(IS_LINUX)('standBackHelpers()', () => {
  it('makes the threads of V8 stand back, and no other', () => {
    const threads = threadsAfter('nice.standBackHelpers()');
    const helpers = threads.filter(isHelper);
    expect(helpers.length).toBeGreaterThan(0);
    expect(valuesOf(helpers)).toEqual(new Set([10]));
    expect([...valuesOf(threads.filter((thread) => !isHelper(thread)))]).not.toContain(10);
  });

  it('leaves them where they are in a process that was started further back', () => {
    expect(valuesOf(threadsAfter('nice.standBackHelpers()', 15))).toEqual(new Set([15]));
  });
});

describe.runIf(IS_LINUX)('stepForward()', () => {
  it.runIf(MAY_GO_FORWARD)('puts the thread that answers before others, and those of V8 need not stand back', () => {
    const threads = threadsAfter('if (!nice.stepForward(-10)) throw new Error(); nice.standBackHelpers()');
    expect(threads[0]?.nice).toBe(-10);
    expect(valuesOf(threads.slice(1).filter(isHelper))).toEqual(new Set([0]));
  });

  it('leaves a process where it is that was started elsewhere', () => {
    const threads = threadsAfter('if (nice.stepForward(-10)) throw new Error()', 5);
    expect(valuesOf(threads)).toEqual(new Set([5]));
  });

  it('leaves one where it is that may not', () => {
    const asNobody = 'if (process.getuid() === 0) process.setuid(65534)';
    const threads = threadsAfter(`${asNobody}; if (nice.stepForward(-10)) throw new Error()`);
    expect(valuesOf(threads)).toEqual(new Set([0]));
  });
});

describe.runIf(IS_LINUX && TEST_DATABASE_URL !== undefined)('processes as they run in production', () => {
  it('let reads come first: a worker runs idle, the main thread of web goes forward, or those of V8 back', async () => {
    await using disposing = new AsyncDisposableStack();
    const db = await openEmptyDatabase();
    disposing.defer(() => db.close());
    await migrate(db);
    const url = urlOf(db) ?? '';
    const web = disposing.use(await startWeb(url, await freePort()));
    const { signal } = new AbortController();
    const database = { url, db, [Symbol.asyncDispose]: () => Promise.resolve() };
    const workers = disposing.use(await startWorkers(database, { processes: 1, signal }));

    expect(valuesOf(threadsOf(web.pid).filter(isHelper))).toEqual(new Set([MAY_GO_FORWARD ? 0 : 10]));
    expect([...valuesOf(threadsOf(web.pid).filter((thread) => !isHelper(thread)))]).not.toContain(10);
    expect(threadsOf(web.pid)[0]?.nice).toBe(MAY_GO_FORWARD ? -10 : 0);
    expect(policiesOf(threadsOf(workers.pids[0] ?? 0))).toEqual(new Set([HAS_CHRT ? SCHED_IDLE : 0]));
  });
});
