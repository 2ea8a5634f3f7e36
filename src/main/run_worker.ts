import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { run } from 'graphile-worker';
import type { Task, TaskList, WorkerEvents } from 'graphile-worker';
import type { Logger } from 'pino';
import { prune } from '../../tasks/prune.ts';
import { refoldUser } from '../../tasks/refold_user.ts';
import { refreshBot } from '../../tasks/refresh_bot.ts';
import { refreshUser } from '../../tasks/refresh_user.ts';
import { shadowRead } from '../../tasks/shadow_read.ts';
import { sweep } from '../../tasks/sweep.ts';
import { verify } from '../../tasks/verify.ts';
import type { Database } from '../db/db.ts';
import { findHeldJob } from '../db/queries/find_held_job.ts';
import { patientPool } from '../db/patient_pool.ts';
import { unlockWorkers } from '../db/queries/unlock_workers.ts';
import { AppError } from '../domain/errors.ts';
import { CommitGroup } from '../pipeline/commit_group.ts';
import { ConversationReads } from '../pipeline/conversation_reads.ts';
import { DEAD_SECONDS, keepAlive } from '../pipeline/keep_alive.ts';
import { requireRights } from '../pipeline/require_rights.ts';
import type { TaskContext } from '../pipeline/task_context.ts';
import { allowRelease } from './local_queue_release.ts';
import { workerLogger } from './worker_logger.ts';

const CRONTAB = fileURLToPath(new URL('../../crontab', import.meta.url));

/**
 * Jobs are fetched, run and let go of many at once, since they cost as much to hand out as to do. Every new event makes the
 * queue call; fetching a tenth of a second later at the most often, it hands out all that have become due meanwhile.
 * What is fetched and not begun goes back long before this worker could count as dead, or the jobs as forgotten.
 */
const QUEUE = { refetchMs: 100, ttlMs: 5_000, completeMs: 0 } as const;

/** A running worker. */
export interface Worker {
  /** Takes no new job, waits for running ones up to the grace period, gives the rest back. Safe to call twice. */
  stop: () => Promise<void>;
  /** Resolves when it has stopped; rejects when it stopped by itself. */
  finished: Promise<void>;
}

export interface WorkerOptions extends Omit<TaskContext, 'group' | 'reads'> {
  concurrency: number;
  graceSeconds: number;
  /** Seconds without the database after which it ends by itself; 0 for never. */
  giveUpSeconds: number;
  logger: Logger;
}

/**
 * Starts to work through the queue of a migrated database.
 * @throws AppError `unavailable` when the database's role may not do the work
 */
export async function runWorker(options: WorkerOptions): Promise<Worker> {
  const { concurrency, graceSeconds, giveUpSeconds, logger, ...given } = options;
  await requireRights(given.db);
  const onSplit = (error: unknown): void => logger.warn({ err: error }, 'refreshes are written one by one');
  const context: TaskContext = {
    ...given,
    group: new CommitGroup(given.db, onSplit),
    reads: new ConversationReads(given.db),
  };
  const { events, names, activeJobIds, handedOutAt } = watchJobs();
  const own = (task: Task): Task => unlessTakenAway(context.db, handedOutAt, task);
  const tasks: TaskList = {
    refresh_user: own(refreshUser(context)),
    refold_user: own(refoldUser(context)),
    refresh_bot: own(refreshBot(context)),
    sweep: sweep(context),
    prune: prune(context),
    verify: verify(context),
    shadow_read: own(shadowRead(context)),
  };
  const lost = Promise.withResolvers<never>();
  const alive = await keepAlive(context.db, {
    workerId: randomUUID(),
    concurrency,
    graphileWorkerIds: names,
    activeJobIds,
    tasks: Object.keys(tasks),
    onError: (error) => logger.error({ err: error }, 'no sign of life could be given'),
    onUnlocked: (dead) => logger.warn({ dead }, 'freed the jobs of workers that died'),
    onForgotten: (jobs) => logger.warn({ jobs }, 'freed jobs that were handed out while the connection was lost'),
    giveUpSeconds,
    onLost: (seconds) =>
      lost.reject(new AppError('unavailable', `the database was away for ${Math.round(seconds)} seconds`)),
  });
  const isPostgres = context.db.kind === 'postgres';
  const onRetry = (error: unknown): void => logger.warn({ err: error }, 'a job could not be let go of, trying again');
  const runner = await run({
    pgPool: isPostgres ? patientPool(context.db.pool, onRetry) : context.db.pool,
    taskList: tasks,
    crontabFile: CRONTAB,
    concurrency,
    events,
    logger: workerLogger(logger),
    noHandleSignals: true,
    // All clients of PGlite share one session, and so would share the names of prepared statements.
    noPreparedStatements: !isPostgres,
    pollInterval: 1_000,
    gracefulShutdownAbortTimeout: graceSeconds * 1_000,
    preset: {
      worker: {
        localQueue: {
          size: concurrency,
          ttl: QUEUE.ttlMs,
          refetchDelay: { durationMs: QUEUE.refetchMs, threshold: concurrency - 1, maxAbortThreshold: Infinity },
        },
        completeJobBatchDelay: QUEUE.completeMs,
        failJobBatchDelay: QUEUE.completeMs,
      },
    },
  });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const held = names();
    try {
      await runner.stop();
    } finally {
      // Graphile Worker does not wait until the jobs that it gave up at the end of the grace period are let go of.
      await context.db.query(unlockWorkers, [held]);
      await alive.stop();
    }
  };
  return { stop: () => (stopping ??= stop()), finished: Promise.race([runner.promise, lost.promise]) };
}

/**
 * The names in which Graphile Worker locks jobs for this process (those of its pools of workers, not of the workers),
 * from before it takes the first, and the jobs it runs.
 */
function watchJobs(): {
  events: WorkerEvents;
  names: () => string[];
  activeJobIds: () => string[];
  /** When the jobs that begin now were fetched: there is no other fetch until the last of them has begun. */
  handedOutAt: () => number;
} {
  const events: WorkerEvents = new EventEmitter();
  allowRelease(events);
  const names = new Set<string>();
  const active = new Set<string>();
  events.on('pool:create', ({ workerPool }) => names.add(workerPool.id));
  events.on('pool:release', ({ workerPool }) => names.delete(workerPool.id));
  let fetchedAt = performance.now();
  events.on('localQueue:getJobs:complete', () => {
    fetchedAt = performance.now();
  });
  events.on('job:start', ({ job }) => active.add(job.id));
  events.on('job:complete', ({ job }) => active.delete(job.id));
  return { events, names: () => [...names], activeJobIds: () => [...active], handedOutAt: () => fetchedAt };
}

/**
 * Fails a job that took so long, from being handed out, that it was freed and may be another's by now. Graphile Worker
 * deletes a job that is done by its id, whoever holds it, and with it the refresh that was asked for since; one that
 * failed it lets go of only where the lock is still its own.
 */
function unlessTakenAway(db: Database, handedOutAt: () => number, task: Task): Task {
  return async (payload, helpers) => {
    const started = handedOutAt();
    await task(payload, helpers);
    if (performance.now() - started < DEAD_SECONDS * 1_000) return;
    const held = await db.query(findHeldJob, [helpers.job.id, helpers.job.locked_by]);
    if (held.length === 0) throw new AppError('conflict', 'took so long that the job was given to another worker');
  };
}
