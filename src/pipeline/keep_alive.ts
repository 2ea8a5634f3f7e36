import type { Database } from '../db/db.ts';
import { beat } from '../db/queries/beat.ts';
import { removeWorker } from '../db/queries/remove_worker.ts';
import { unlockDeadWorkers } from '../db/queries/unlock_dead_workers.ts';

/** Seconds between two signs of life, and of silence after which a worker counts as dead. */
export const BEAT_SECONDS = 5;
export const DEAD_SECONDS = 20;

export interface KeepAliveOptions {
  workerId: string;
  concurrency: number;
  /** Names in which Graphile Worker locks jobs for this process; they come and go. */
  graphileWorkerIds: () => readonly string[];
  tasks: readonly string[];
  onError: (error: unknown) => void;
  /** Told in whose names jobs were locked that are free again. */
  onUnlocked: (names: readonly string[]) => void;
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
  const { workerId, concurrency, onError } = options;
  const round = async (): Promise<void> => {
    await db.query(beat, [workerId, [...options.graphileWorkerIds()], concurrency]);
    const unlocked = await db.query(unlockDeadWorkers, [DEAD_SECONDS, [...options.tasks]]);
    if (unlocked.length > 0) options.onUnlocked(unlocked.map(({ locked_by: name }) => name));
  };
  await round();
  let running: Promise<void> = Promise.resolve();
  let resting = true;
  const timer = setInterval(() => {
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
