import type { Queryable } from '../db/db.ts';
import { readQueue } from '../db/queries/read_queue.ts';
import type { Queue } from '../domain/queue.ts';

/** Seconds from which on a due job has waited too long, and a worker been silent too long, to call it healthy. */
const LATE_SECONDS = 60;
const SILENT_SECONDS = 20;

/** The queue and its workers, and what is wrong with them in words. */
export interface QueueHealth extends Queue {
  /** Why nothing is refreshed; absent when a worker lives. */
  worker?: string;
  /** How far the queue is behind; absent when it is not. */
  late?: string;
  /** All that is wrong; empty when all is well. */
  warnings: string[];
}

/** Asks the database how the queue is doing. */
export async function queueHealth(db: Queryable): Promise<QueueHealth> {
  const [queue] = await db.query(readQueue, []);
  if (queue === undefined) throw new Error('the queue statement returned no row');
  const alive = queue.workers.some(({ heartbeat_seconds: seconds }) => seconds <= SILENT_SECONDS);
  const wrong = {
    ...(!alive && { worker: 'no worker gives a sign of life: nothing is refreshed' }),
    ...(queue.oldest_due_seconds > LATE_SECONDS && {
      late: `the oldest due job has waited for ${Math.round(queue.oldest_due_seconds)} seconds`,
    }),
  };
  const failed = queue.failed > 0 ? [`${queue.failed} jobs failed for good: see "coldpath jobs failed"`] : [];
  return { ...queue, ...wrong, warnings: [...Object.values(wrong), ...failed] };
}
