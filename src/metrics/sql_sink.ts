import type { Queryable } from '../db/db.ts';
import { addCacheReads } from '../db/queries/add_cache_reads.ts';
import { Increases } from './increase.ts';
import { LAYOUTS } from './layout.ts';
import type { MemoryMetrics } from './memory_metrics.ts';
import { every } from './ticker.ts';
import type { Ticker } from './ticker.ts';

export interface SqlSinkOptions {
  db: Queryable;
  metrics: MemoryMetrics;
  intervalSeconds: number;
  /** Told of what went wrong; what was counted is written the next time. */
  onError: (error: unknown, doing: string) => void;
}

/**
 * Adds what was read to `cache_reads`, for whoever looks by SQL. The counts wait in memory while the database is away;
 * a process that is killed takes those of its last minute with it.
 */
export function startSqlSink({ db, metrics, intervalSeconds, onError }: SqlSinkOptions): Ticker {
  const increases = new Increases();
  const { count } = LAYOUTS.strategic_cache.places;
  const write = async (): Promise<void> => {
    const reads = metrics.samples().filter(({ measurement }) => measurement === 'strategic_cache');
    const { samples, settle } = increases.since(reads);
    if (samples.length === 0) return;
    const column = (tag: string): string[] => samples.map(({ tags }) => tags[tag] ?? '');
    const counts = samples.map(({ values }) => values[count]);
    await db.query(addCacheReads, [column('bot'), column('table'), column('outcome'), counts]);
    settle();
    metrics.sink('sql', 'written', samples.length);
  };
  return every(intervalSeconds, () =>
    write().catch((error: unknown) => {
      metrics.sink('sql', 'failures', 1);
      onError(error, 'write down how reads went');
    }),
  );
}
