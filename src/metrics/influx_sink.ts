import { randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { HttpError, InfluxDB, setLogger } from '@influxdata/influxdb-client';
import type { WriteApi } from '@influxdata/influxdb-client';
import { withDeadline } from '../cache/deadline.ts';
import type { InfluxSettings } from '../config.ts';
import { Increases } from './increase.ts';
import { influxPoint } from './influx_point.ts';
import type { Sample } from './family.ts';
import type { MemoryMetrics } from './memory_metrics.ts';
import { every } from './ticker.ts';
import type { Ticker } from './ticker.ts';

export interface InfluxSinkOptions extends InfluxSettings {
  metrics: MemoryMetrics;
  /** How the queue is doing, asked for at each interval. */
  gauges: () => Promise<Sample[]>;
  clock: () => Date;
  /** Told of what went wrong; nothing else does. */
  onError: (error: unknown, doing: string) => void;
}

/** Points of one request, and points that wait to be tried again; what is more is given up, the oldest first. */
const MAX_BATCH = 10_000;
const MAX_WAITING = 20_000;
/** Times that points are tried again, and seconds after which they are given up. */
const MAX_RETRIES = 4;
const MAX_RETRY_SECONDS = 180;
/** Milliseconds that a request may take, that the database gets to tell its gauges, and that a stop waits. */
const REQUEST_MS = 5_000;
const GAUGES_MS = 2_000;
const STOP_MS = 2_000;
/** Points that are made before other work of the process gets its turn: about a millisecond. */
const POINTS_A_TURN = 5;
/** InfluxDB refuses for good what it answers with less; 429 and 5xx are worth another try. */
const RETRIABLE_STATUS = 429;

/**
 * Writes what was counted since the last time to InfluxDB, every few seconds. Increases, not totals: sums over any time
 * are right although processes come and go. Points of processes on one machine differ in their nanoseconds, so that none
 * overwrites another's, and a point that is written twice is one.
 */
export function startInfluxSink(options: InfluxSinkOptions): Ticker {
  const { metrics, clock, onError } = options;
  // The client would write to the console; what it has to say comes through its callbacks, too.
  setLogger({ error: () => undefined, warn: () => undefined });
  const api = writeApi(options);
  const increases = new Increases();
  const nanoseconds = String(randomInt(1_000_000)).padStart(6, '0');
  const tick = async (): Promise<void> => {
    const gauges = await withDeadline(options.gauges(), GAUGES_MS).catch((error: unknown) => {
      onError(error, 'tell how the queue is doing');
      return [];
    });
    const { samples, settle } = increases.since(metrics.samples());
    settle();
    const timestamp = `${clock().getTime()}${nanoseconds}`;
    for (const [index, sample] of [...gauges, ...samples].entries()) {
      api.writePoint(influxPoint(sample, timestamp));
      if (index % POINTS_A_TURN === POINTS_A_TURN - 1) await setImmediate();
    }
    // What failed was counted and told of where it failed.
    await api.flush().catch(() => undefined);
  };
  const ticker = every(options.intervalSeconds, tick);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await withDeadline(ticker.stop(), STOP_MS).catch((error: unknown) => onError(error, 'write the last measurements'));
    metrics.sink('influxdb', 'dropped', api.dispose());
  };
  return { stop: () => (stopped ??= stop()) };
}

function writeApi({ url, token, org, bucket, metrics, onError }: InfluxSinkOptions): WriteApi {
  const client = new InfluxDB({ url, timeout: REQUEST_MS, ...(token !== undefined && { token }) });
  return client.getWriteApi(org, bucket, 'ns', {
    batchSize: MAX_BATCH,
    flushInterval: 0,
    maxRetries: MAX_RETRIES,
    maxRetryTime: MAX_RETRY_SECONDS * 1_000,
    maxBufferLines: MAX_WAITING,
    writeSuccess: (lines) => metrics.sink('influxdb', 'written', lines.length),
    writeFailed: (error, lines, attempt, expires) => {
      metrics.sink('influxdb', 'failures', 1);
      onError(error, `write to InfluxDB at ${url}`);
      const refused = error instanceof HttpError && error.statusCode < RETRIABLE_STATUS;
      if (!refused && attempt <= MAX_RETRIES && expires > Date.now()) return undefined;
      metrics.sink('influxdb', 'dropped', lines.length);
      return Promise.resolve(); // keeps the client from trying again
    },
    writeRetrySkipped: ({ lines }) => metrics.sink('influxdb', 'dropped', lines.length),
  });
}
