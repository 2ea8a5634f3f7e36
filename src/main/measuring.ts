import { Hono } from 'hono';
import type { Logger } from 'pino';
import { KeyRing } from '../cache/key_ring.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/db.ts';
import { guard } from '../http/middleware/guard.ts';
import { onError } from '../http/problem.ts';
import { metricsRoutes } from '../http/routes/metrics.ts';
import { startInfluxSink } from '../metrics/influx_sink.ts';
import { MemoryMetrics } from '../metrics/memory_metrics.ts';
import { queueSamples } from '../metrics/queue_samples.ts';
import { startSqlSink } from '../metrics/sql_sink.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import { clock, requireKeyOrLoopback } from './wire.ts';

/** Seconds between two writings of how reads went into the database. */
const SQL_SECONDS = 60;

/** What this process measures, and how it is shipped. */
export interface Measuring {
  metrics: MemoryMetrics;
  /** Ships what is left. Safe to call twice. */
  stop: () => Promise<void>;
}

/** Begins to count, and to write the counts where the settings say. */
export function startMeasuring(db: Database, config: Config, logger: Logger): Measuring {
  const metrics = new MemoryMetrics();
  const onError = (error: unknown, doing: string): void => logger.warn({ err: error }, `cannot ${doing}`);
  const gauges = () => queueSamples(db);
  const sql = startSqlSink({ db, metrics, intervalSeconds: SQL_SECONDS, onError });
  const influx =
    config.influx === undefined ? undefined : startInfluxSink({ ...config.influx, metrics, gauges, clock, onError });
  const stop = async (): Promise<void> => {
    await sql.stop();
    await influx?.stop();
  };
  return { metrics, stop };
}

/**
 * Serves /metrics and nothing else, for a worker, where the settings have a port for it; with the same keys as the API.
 * @throws AppError where the address cannot be had, or would let strangers in
 */
export async function tellMetrics(
  db: Database,
  config: Config,
  logger: Logger,
  { metrics }: Measuring,
): Promise<Listening | undefined> {
  const { metricsPort: port, host, adminKey, readDeadlineMs: deadlineMs } = config;
  if (port === undefined) return undefined;
  requireKeyOrLoopback(config, logger);
  const onWarning = (error: unknown, doing: string): void => logger.warn({ err: error }, `cannot ${doing}`);
  const keys = new KeyRing({ db, adminKey, deadlineMs, onError: onWarning });
  await keys.start();
  const app = new Hono().use(guard(keys)).route('/', metricsRoutes({ db, logger, metrics }));
  app.onError(onError(logger));
  const web = await listen(app, host, port);
  const stop = async (): Promise<void> => {
    await web.stop();
    await keys.stop();
  };
  return { url: web.url, stop };
}
