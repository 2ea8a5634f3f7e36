import type { Database } from '../db/db.ts';
import { beat } from '../db/queries/beat.ts';
import { dropSupersededJobs } from '../db/queries/drop_superseded_jobs.ts';
import { removeWorker } from '../db/queries/remove_worker.ts';
import { unlockForgottenJobs } from '../db/queries/unlock_forgotten_jobs.ts';
import { unlockDeadWorkers } from '../db/queries/unlock_dead_workers.ts';

/** Seconds between two signs of life, and of silence after which a worker counts as dead. */
export const BEAT_SECONDS = 5;
export const DEAD_SECONDS = 20;

export interface KeepAliveOptions {
  workerId: string;
  concurrency: number;
  /** Names in which Graphile Worker locks jobs for this process; they come and go. */
  graphileWorkerIds: () => readonly string[];
  /** Jobs that run in this process; others in its name are freed. Absent: nothing is. */
  activeJobIds?: () => readonly string[];
  tasks: readonly string[];
  onError: (error: unknown) => void;
  /** Told in whose names jobs were locked that are free again. */
  onUnlocked: (names: readonly string[]) => void;
  /** Told of jobs that were locked in this worker's name without its knowing. */
  onForgotten?: (jobIds: readonly number[]) => void;
  /** Seconds without a sign of life that arrived, after which the worker counts itself as lost; 0 for never. */
  giveUpSeconds?: number;
  /** Told once when it does. */
  onLost?: (seconds: number) => void;
}

/** A worker's sign of life. */
export interface KeepAlive {
  /** Ends it and takes the worker off the list. Safe to call twice. */
  stop: () => Promise<void>;
}

/**
 * Tells the database every 5 seconds that this worker lives, and frees the jobs of those that have been silent for 20.
 * Graphile Worker by itself would leave them locked for 4 hours.
 */
export async function keepAlive(db: Database, options: KeepAliveOptions): Promise<KeepAlive> {
  const { workerId, concurrency, giveUpSeconds = 0, onError } = options;
  let arrived = performance.now();
  const round = async (): Promise<void> => {
    await db.query(beat, [workerId, [...options.graphileWorkerIds()], concurrency]);
    const unlocked = await db.query(unlockDeadWorkers, [DEAD_SECONDS, [...options.tasks]]);
    if (unlocked.length > 0) options.onUnlocked(unlocked.map(({ locked_by: name }) => name));
    if (options.activeJobIds !== undefined) {
      const mine = [options.graphileWorkerIds(), options.activeJobIds(), DEAD_SECONDS];
      const forgotten = await db.query(unlockForgottenJobs, mine);
      if (forgotten.length > 0) options.onForgotten?.(forgotten.map(({ id }) => id));
    }
    await db.query(dropSupersededJobs, []);
    arrived = performance.now();
  };
  await round();
  let lost = false;
  /** Told by the clock, not by an error: a connection that hangs never fails. */
  const checkLost = (): void => {
    const seconds = (performance.now() - arrived) / 1_000;
    if (lost || giveUpSeconds === 0 || seconds < giveUpSeconds) return;
    lost = true;
    options.onLost?.(seconds);
  };
  let running: Promise<void> = Promise.resolve();
  let resting = true;
  const timer = setInterval(() => {
    checkLost();
    if (!resting) return; // a slow database must not pile up rounds
    resting = false;
    running = round()
      .catch(onError)
      .finally(() => {
        resting = true;
      });
  }, BEAT_SECONDS * 1_000);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await running;
    await db.query(removeWorker, [workerId]);
  };
  return { stop: () => (stopped ??= stop()) };
}
