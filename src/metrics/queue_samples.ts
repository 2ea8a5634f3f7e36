import type { Queryable } from '../db/db.ts';
import { readQueue } from '../db/queries/read_queue.ts';
import { DEAD_SECONDS } from '../pipeline/keep_alive.ts';
import type { Sample } from './family.ts';
import { LAYOUTS } from './layout.ts';

/** How the queue and the workers are doing, as the database says. A value that there is none of is NaN. */
export async function queueSamples(db: Queryable): Promise<Sample[]> {
  const [read] = await db.query(readQueue, []);
  if (read === undefined) throw new Error('the queue statement returned no row');
  const { workers, ...queue } = read;
  const alive = workers.filter(({ heartbeat_seconds: seconds }) => seconds <= DEAD_SECONDS);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  return [
    gauges('queue', queue),
    gauges('worker', {
      alive: alive.length,
      silent: workers.length - alive.length,
      heartbeat_seconds:
        workers.length === 0 ? Number.NaN : Math.min(...workers.map(({ heartbeat_seconds: seconds }) => seconds)),
      concurrency: sum(alive.map(({ concurrency }) => concurrency)),
      running: sum(alive.map(({ running }) => running)),
    }),
  ];
}

function gauges(measurement: 'queue' | 'worker', numbers: Readonly<Record<string, number>>): Sample {
  const { fields, size } = LAYOUTS[measurement];
  const values = new Float64Array(size);
  for (const { name, at } of fields) values[at] = numbers[name] ?? Number.NaN;
  return { measurement, tags: {}, values };
}
