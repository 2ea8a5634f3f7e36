import type { Freshness } from '../domain/insights.ts';
import { ENGINE_NAMES, SECTION_TABLES, TABLE_NAMES } from '../domain/table.ts';

/** A tag's values: a closed list, or the first so many that come; any other is told as `other`. */
export type Tag = { readonly values: readonly string[] } | { readonly atMost: number };

/** What is measured. A counter only rises, a gauge is how it is now, a histogram counts values by upper bound. */
export type Field = { readonly unit: string; readonly help: string } & (
  { readonly kind: 'counter' } | { readonly kind: 'gauge' } | { readonly kind: 'histogram'; readonly bounds: Bounds }
);

/** Upper bounds, ascending; what is above the last is counted, too. */
export type Bounds = readonly number[];

export interface Measurement {
  readonly help: string;
  readonly tags: Readonly<Record<string, Tag>>;
  readonly fields: Readonly<Record<string, Field>>;
}

/** What a tag says when its list is full or does not have the value. */
export const OTHER = 'other';

/** How a read of one table went, by the freshness of its section. */
export const OUTCOMES = {
  fresh: 'hit',
  stale: 'stale',
  heuristic: 'heuristic',
  missing: 'miss',
  degraded: 'degraded',
} as const satisfies Record<Freshness, string>;

export const TASKS = ['refresh_user', 'refold_user', 'refresh_bot'] as const;
export const REFRESH_OUTCOMES = ['refreshed', 'refolded', 'postponed', 'gone', 'failed'] as const;
export const SINKS = ['influxdb', 'sql'] as const;

/** Bots and routes that are told apart in one process, so that the number of series has a bound. */
const MAX_BOTS = 50;
const MAX_ROUTES = 64;

/** Milliseconds of a read; 5 is the promise. */
const READ_MS: Bounds = [0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100, 1_000];
/** Milliseconds of background work. */
const WORK_MS: Bounds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 20_000, 60_000];
/** Seconds since a row was computed; 300 is the usual time to live. */
const AGE_SECONDS: Bounds = [1, 10, 30, 60, 120, 300, 900, 3_600, 21_600, 86_400];
const DISTANCES: Bounds = [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

const count = (help: string) => ({ kind: 'counter', unit: '', help }) as const;
const gauge = (unit: string, help: string) => ({ kind: 'gauge', unit, help }) as const;
const histogram = (unit: string, bounds: Bounds, help: string) => ({ kind: 'histogram', unit, bounds, help }) as const;

/** Everything that coldpath measures. Sinks, docs and dashboards are held to these names. */
export const MEASUREMENTS = {
  strategic_cache: {
    help: 'Sections that were read, by how good the answer was',
    tags: { table: { values: TABLE_NAMES }, bot: { atMost: MAX_BOTS }, outcome: { values: Object.values(OUTCOMES) } },
    fields: {
      count: count('Sections'),
      /** The same as the count of one outcome, because InfluxQL cannot divide one series by another. */
      hits: count('Of them, those that were fresh'),
      query_ms: histogram('ms', READ_MS, 'Time the read took, from memory or from the database'),
      age_seconds: histogram('s', AGE_SECONDS, 'Age of the row when it was served; a row projected anew is 0 s old'),
    },
  },
  http: {
    help: 'Requests that were answered',
    tags: {
      route: { atMost: MAX_ROUTES },
      method: { values: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] },
      status: { values: ['2xx', '3xx', '4xx', '5xx'] },
    },
    fields: {
      count: count('Requests'),
      ms: histogram('ms', READ_MS, 'Time from the request to its answer, in the process'),
    },
  },
  refresh: {
    help: 'Refreshes by the worker',
    tags: { task: { values: TASKS }, outcome: { values: REFRESH_OUTCOMES } },
    fields: {
      count: count('Refreshes'),
      events: count('Events that were folded'),
      ms: histogram('ms', WORK_MS, 'Time a refresh took'),
    },
  },
  engine_run: {
    help: 'Runs of an engine: all that one refresh asks of it',
    tags: { engine: { values: ENGINE_NAMES }, outcome: { values: ['ok', 'failed'] } },
    fields: {
      count: count('Runs; one that failed fails its refresh, which is tried again'),
      ms: histogram('ms', WORK_MS, 'Time spent folding and projecting'),
    },
  },
  queue: {
    help: 'The queue, the same whichever process tells it',
    tags: {},
    fields: {
      waiting: gauge('jobs', 'To be done, now or later'),
      due: gauge('jobs', 'Waiting although their time has come'),
      running: gauge('jobs', 'Being worked on'),
      failed: gauge('jobs', 'Failed for good'),
      oldest_due_seconds: gauge('s', 'Wait of the oldest due job'),
      lag_seconds: gauge('s', 'Since when the conversation that is longest behind has been waiting for its refresh'),
    },
  },
  worker: {
    help: 'The worker processes, the same whichever process tells it',
    tags: {},
    fields: {
      alive: gauge('workers', 'With a sign of life within 20 seconds'),
      silent: gauge('workers', 'Without one'),
      heartbeat_seconds: gauge('s', 'Since the last sign of life of any; absent when there is no worker'),
      concurrency: gauge('jobs', 'They may run at once'),
      running: gauge('jobs', 'They run now'),
    },
  },
  shadow: {
    help: 'Cached answers that were compared with the truth',
    tags: { section: { values: Object.keys(SECTION_TABLES) } },
    fields: {
      checked: count('Sections compared'),
      different: count('Of them, those that differed in any way'),
      distance: histogram('', DISTANCES, 'How far they were from the truth, 0 (equal) to 1'),
    },
  },
  metrics_sink: {
    help: 'What became of the measurements themselves',
    tags: { sink: { values: SINKS } },
    fields: {
      written: count('Points that the sink took'),
      dropped: count('Points that were given up'),
      failures: count('Attempts that failed'),
    },
  },
} as const satisfies Record<string, Measurement>;

export type MeasurementName = keyof typeof MEASUREMENTS;
export const MEASUREMENT_NAMES = Object.keys(MEASUREMENTS) as MeasurementName[];
