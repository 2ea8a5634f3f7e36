import type { Logger } from 'pino';
import type { InsightReader } from '../cache/insight_reader.ts';
import type { ShadowSampler } from '../cache/shadow_sampler.ts';
import type { KeyRing } from '../cache/key_ring.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/db.ts';
import type { MemoryMetrics } from '../metrics/memory_metrics.ts';

/** What routes work with. */
export interface AppContext {
  db: Database;
  config: Pick<Config, 'refresh' | 'limits'>;
  clock: () => Date;
  logger: Logger;
  reader: InsightReader;
  shadow: ShadowSampler;
  keys: KeyRing;
  metrics: MemoryMetrics;
}
