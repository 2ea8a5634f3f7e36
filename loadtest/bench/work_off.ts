import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Queryable } from '../../src/db/db.ts';
import { clock } from '../../src/main/wire.ts';
import { append } from './backlog.ts';
import type { BenchContext } from './benchmark.ts';
import type { BenchDatabase } from './bench_database.ts';
import type { MadeUpMessage } from './made_up_messages.ts';
import { countBehind } from './queries/count_behind.ts';
import { countFreshRows } from './queries/count_fresh_rows.ts';
import { listServerPids } from './queries/list_server_pids.ts';
import { queueBehind } from './queries/queue_behind.ts';
import { cpuSecondsBetween, cpuUseOf } from './process_cpu.ts';
import type { Workers } from './worker_processes.ts';

const POLL_MS = 100;

/** How a backlog was worked off. */
export interface WorkedOff {
  refreshes: number;
  /** From the moment the queue is seen to the moment no conversation is behind. */
  seconds: number;
  /** Unexpired cache rows that know the whole log, at the end. */
  freshRows: number;
  /** Seconds of CPU that the workers and Postgres used; undefined where the system does not tell. */
  workerCpuSeconds: number | undefined;
  serverCpuSeconds: number | undefined;
  /** Cores that were busy with anything, on average. */
  busyCores: number;
}

/** Brings messages and their jobs in at one moment, and waits until running workers have folded them all. */
export async function workOff(
  { db }: BenchDatabase,
  botName: string,
  messages: readonly (MadeUpMessage & { userId: string })[],
  workers: Workers,
  { progress, signal }: BenchContext,
): Promise<WorkedOff> {
  const refreshes = await db.transaction(async (tx) => {
    await append(tx, botName, messages);
    const [{ queued } = { queued: 0 }] = await tx.query(queueBehind, [botName]);
    return queued;
  });
  const start = performance.now();
  const workersBefore = cpuUseOf(workers.pids);
  const serverBefore = cpuUseOf(await serverPids(db));
  const busyStart = busySeconds();
  for (;;) {
    const [{ behind } = { behind: 0 }] = await db.query(countBehind, [botName]);
    progress.show('refreshing', refreshes - behind, refreshes);
    if (behind === 0) break;
    signal.throwIfAborted();
    workers.assertAlive();
    await setTimeout(POLL_MS);
  }
  const seconds = (performance.now() - start) / 1_000;
  const workerCpuSeconds = cpuSecondsBetween(workersBefore, cpuUseOf(workers.pids));
  const serverCpuSeconds = cpuSecondsBetween(serverBefore, cpuUseOf(await serverPids(db)));
  const busyCores = (busySeconds() - busyStart) / seconds;
  const [{ fresh: freshRows } = { fresh: 0 }] = await db.query(countFreshRows, [botName, clock()]);
  return { refreshes, seconds, freshRows, workerCpuSeconds, serverCpuSeconds, busyCores };
}

async function serverPids(db: Queryable): Promise<number[]> {
  return (await db.query(listServerPids, [])).map(({ pid }) => pid);
}

/** Seconds that all cores of the machine have not been idle since it started. */
function busySeconds(): number {
  return cpus().reduce((total, { times }) => total + (times.user + times.sys + times.nice + times.irq) / 1_000, 0);
}
