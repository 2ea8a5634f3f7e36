import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../src/domain/errors.ts';
import type { BenchDatabase } from './bench_database.ts';
import { countWorkers } from './queries/count_workers.ts';

const WORKER = fileURLToPath(new URL('../../src/main/worker.ts', import.meta.url));
const START_MS = 60_000;
const POLL_MS = 100;

export interface WorkerOptions {
  processes: number;
  /** Jobs each runs at once; undefined: what production does. */
  concurrency?: number | undefined;
  /** Whether they embed messages with the built-in model. */
  embeddings?: boolean;
  /** Directory that each process writes a CPU profile to when it stops. */
  profileTo?: string | undefined;
  signal: AbortSignal;
}

/** Worker processes as they run in production. */
export interface Workers {
  pids: readonly number[];
  /** @throws Error when one of them has ended by itself */
  assertAlive: () => void;
  /** SIGTERM, and waits. */
  [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts worker processes and waits until each has given a sign of life. */
export async function startWorkers({ url, db }: BenchDatabase, options: WorkerOptions): Promise<Workers> {
  const profile =
    options.profileTo === undefined
      ? []
      : ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${options.profileTo}`];
  const env = {
    ...process.env,
    DATABASE_URL: url,
    LOG_LEVEL: 'warn',
    COLDPATH_EMBEDDINGS: options.embeddings === true ? 'builtin' : 'none',
    ...(options.concurrency !== undefined && { COLDPATH_CONCURRENCY: String(options.concurrency) }),
  };
  const children = Array.from({ length: options.processes }, () =>
    spawn(process.execPath, [...profile, WORKER], { env, stdio: ['ignore', 2, 2] }),
  );
  const killAll = (): void => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  const workers: Workers = {
    pids: children.flatMap(({ pid }) => pid ?? []),
    assertAlive() {
      const dead = children.find(hasEnded);
      if (dead !== undefined)
        throw new AppError('unavailable', `a worker ended by itself with ${dead.exitCode ?? dead.signalCode}`);
    },
    async [Symbol.asyncDispose]() {
      const running = children.filter((child) => !hasEnded(child));
      const ended = Promise.all(running.map((child) => once(child, 'exit')));
      for (const child of running) child.kill('SIGTERM');
      await ended;
      process.off('exit', killAll);
    },
  };
  await using failing = new AsyncDisposableStack();
  failing.use(workers);
  const deadline = performance.now() + START_MS;
  while (((await db.query(countWorkers, []))[0]?.workers ?? 0) < options.processes) {
    options.signal.throwIfAborted();
    workers.assertAlive();
    if (performance.now() > deadline) throw new AppError('unavailable', `no worker came up within ${START_MS} ms`);
    await setTimeout(POLL_MS);
  }
  failing.move();
  return workers;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
