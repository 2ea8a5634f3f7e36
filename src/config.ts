import * as v from 'valibot';
import { AppError } from './domain/errors.ts';

/** A setting that is a whole number within bounds. */
function whole(fallback: number, low: number, high: number) {
  const message = `must be a whole number from ${low} to ${high}`;
  return v.pipe(
    v.optional(v.string(), String(fallback)),
    v.regex(/^-?\d+$/u, message),
    v.transform(Number),
    v.minValue(low, message),
    v.maxValue(high, message),
  );
}

/** Every setting, by the name of its environment variable, with its default. */
const EnvironmentSchema = v.object({
  /** Postgres to use; without it, PGlite is embedded. */
  DATABASE_URL: v.optional(
    v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//u, 'must start with postgres:// or postgresql://')),
  ),
  /** Where the embedded database is stored. */
  COLDPATH_DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty')), './.coldpath'),
  /** Address to listen on. */
  HOST: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty')), '127.0.0.1'),
  PORT: whole(8787, 0, 65_535),
  /** The key that opens everything; without it the web process listens on loopback only. */
  COLDPATH_ADMIN_KEY: v.optional(
    v.pipe(v.string(), v.regex(/^[\x21-\x7e]{32,512}$/u, 'must have 32 to 512 printable characters without spaces')),
  ),
  /** Requests that a web process works on at once; writes get a quarter of the places, one key at most half. */
  COLDPATH_MAX_IN_FLIGHT: whole(1_000, 4, 100_000),
  /** Requests a second that one key may make of one web process; 0 for any number. */
  COLDPATH_RATE_LIMIT: whole(2_000, 0, 1_000_000),
  /** Seconds that a caller may take to send a body, or the next line of a stream. */
  COLDPATH_BODY_SECONDS: whole(30, 1, 3_600),
  LOG_LEVEL: v.optional(
    v.picklist(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'must be one of trace, debug, info, warn, error, silent',
    ),
    'info',
  ),
  /** Most Postgres connections of one process. */
  COLDPATH_MAX_CONNECTIONS: whole(10, 3, 1_000),
  /** Jobs that one worker process runs at once. */
  COLDPATH_CONCURRENCY: whole(8, 1, 100),
  /** How far a web process goes before others on its machine, where it may, as nice(1) has it: reads come first. */
  COLDPATH_WEB_NICE: whole(-10, -20, 19),
  /** How far a worker process stands back from others on its machine, as nice(1) has it; idle for as far as can be. */
  COLDPATH_WORKER_NICE: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(?:idle|1?\d)$/u, 'must be idle or a whole number from 0 to 19'),
      v.transform((text) => (text === 'idle' ? text : Number(text))),
    ),
    'idle',
  ),
  /** Seconds for which a cache row counts as fresh. */
  COLDPATH_TTL_SECONDS: whole(300, 1, 86_400),
  /** Milliseconds to wait after a first new event, so that a burst is folded once. */
  COLDPATH_DEBOUNCE_MS: whole(500, 0, 600_000),
  /** Unfolded events from which on a conversation is refreshed at once. */
  COLDPATH_THRESHOLD: whole(50, 1, 10_000),
  /** Seconds between two refreshes of a bot's performance rows while its users talk. */
  COLDPATH_PERFORMANCE_SECONDS: whole(60, 5, 86_400),
  /** Sentence embeddings of English messages that the bot sends without one: by the built-in model in workers, or none. */
  COLDPATH_EMBEDDINGS: v.optional(v.picklist(['builtin', 'none'], 'must be one of builtin, none'), 'none'),
  /** Megabytes of memory for copies of insights in a web process; 0 for none; by default by the memory there is. */
  COLDPATH_COPY_MB: v.optional(whole(0, 0, 65_536)),
  /** Milliseconds a read waits for the database. Embedded, the database shares its process with the worker. */
  COLDPATH_READ_DEADLINE_MS: v.optional(whole(0, 1, 60_000)),
  /** Days after which events may be pruned once a checkpoint stands in for them; 0 keeps them forever. */
  COLDPATH_RETENTION_DAYS: whole(0, 0, 36_500),
  /** Days after which the expired rows of an idle conversation are deleted. */
  COLDPATH_ROW_RETENTION_DAYS: whole(30, 1, 36_500),
  /** Seconds without progress after which a job is given up and tried again. */
  COLDPATH_HANG_SECONDS: whole(60, 1, 3_600),
  /** Reads a minute that one web process has recomputed by a worker, to tell how far answers are from the truth; 0 for none. */
  COLDPATH_SHADOW_READS: whole(0, 0, 600),
  /** Percent of the conversations and bots that are verified every hour; 0 for none. */
  COLDPATH_VERIFY_PERCENT: whole(0, 0, 100),
  /** Seconds without the database after which a worker process ends with an error, for its supervisor to see. */
  COLDPATH_GIVE_UP_SECONDS: whole(60, 1, 86_400),
  /** Seconds that running jobs get to finish after SIGTERM or SIGINT. */
  COLDPATH_GRACE_SECONDS: whole(20, 0, 3_600),
  /** Port on which a worker tells its metrics to Prometheus; without it, on none. */
  COLDPATH_METRICS_PORT: v.optional(whole(0, 0, 65_535)),
  /** Where measurements are written by InfluxDB's v2 protocol; without it, nowhere. */
  INFLUX_URL: v.optional(v.pipe(v.string(), v.regex(/^https?:\/\/[^/]/u, 'must start with http:// or https://'))),
  INFLUX_TOKEN: v.optional(v.string()),
  INFLUX_ORG: v.optional(v.string(), 'coldpath'),
  INFLUX_BUCKET: v.optional(v.string(), 'coldpath'),
  /** Seconds between two writes. */
  INFLUX_SECONDS: whole(10, 1, 3_600),
});

/** Every setting and its default, as the variable would hold it; undefined where there is none. */
export const SETTINGS: Readonly<Record<string, string | undefined>> = v.getDefaults(EnvironmentSchema);

/** Where measurements are written. */
export interface InfluxSettings {
  url: string;
  token: string | undefined;
  org: string;
  bucket: string;
  intervalSeconds: number;
}

/** How long things are kept, in days. */
export interface Retention {
  /** 0: forever. */
  eventDays: number;
  rowDays: number;
}

/** How refreshes are timed. */
export interface RefreshPolicy {
  ttlSeconds: number;
  debounceMs: number;
  threshold: number;
  performanceSeconds: number;
}

/** What a web process bears. */
export interface Limits {
  /** Requests at once. */
  maxInFlight: number;
  /** Requests a second of one key; 0 for any number. */
  ratePerSecond: number;
  /** Milliseconds to wait for a body, or for the next line of a stream. */
  bodyMs: number;
}

export interface Config {
  databaseUrl: string | undefined;
  dataDirectory: string;
  host: string;
  port: number;
  adminKey: string | undefined;
  logLevel: string;
  maxConnections: number;
  concurrency: number;
  /** -20 to 19, as nice(1) has it. */
  webNice: number;
  /** 0 to 19, as nice(1) has it, or idle. */
  workerNice: number | 'idle';
  graceSeconds: number;
  giveUpSeconds: number;
  /** Reads a minute. */
  shadowReads: number;
  /** Of the conversations, every hour, 0 to 1. */
  verifyShare: number;
  hangSeconds: number;
  readDeadlineMs: number;
  /** Bytes of memory for copies of insights; undefined: by the memory there is. */
  copyBytes: number | undefined;
  embeddings: 'builtin' | 'none';
  limits: Limits;
  refresh: RefreshPolicy;
  retention: Retention;
  /** Of a worker; undefined for none. */
  metricsPort: number | undefined;
  influx: InfluxSettings | undefined;
}

/** The wrong value; a secret is not repeated. */
function shown(issue: v.BaseIssue<unknown>): string {
  return v.getDotPath(issue) === 'COLDPATH_ADMIN_KEY' ? '' : `, got ${JSON.stringify(issue.input)}`;
}

/**
 * Reads the settings from environment variables; an empty variable counts as absent.
 * @throws AppError `invalid_input` that names every wrong variable and what would be right
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = v.safeParse(EnvironmentSchema, given);
  if (!parsed.success) {
    const issues = parsed.issues.map((issue) => ({
      field: v.getDotPath(issue) ?? '',
      message: `${issue.message}${shown(issue)}`,
    }));
    throw new AppError('invalid_input', issues.map(({ field, message }) => `${field} ${message}`).join('; '), {
      issues,
    });
  }
  const env = parsed.output;
  return {
    databaseUrl: env.DATABASE_URL,
    dataDirectory: env.COLDPATH_DATA_DIR,
    host: env.HOST,
    port: env.PORT,
    adminKey: env.COLDPATH_ADMIN_KEY,
    logLevel: env.LOG_LEVEL,
    maxConnections: env.COLDPATH_MAX_CONNECTIONS,
    concurrency: env.COLDPATH_CONCURRENCY,
    webNice: env.COLDPATH_WEB_NICE,
    workerNice: env.COLDPATH_WORKER_NICE,
    graceSeconds: env.COLDPATH_GRACE_SECONDS,
    giveUpSeconds: env.COLDPATH_GIVE_UP_SECONDS,
    shadowReads: env.COLDPATH_SHADOW_READS,
    verifyShare: env.COLDPATH_VERIFY_PERCENT / 100,
    hangSeconds: env.COLDPATH_HANG_SECONDS,
    readDeadlineMs: env.COLDPATH_READ_DEADLINE_MS ?? (env.DATABASE_URL === undefined ? 1_000 : 50),
    copyBytes: env.COLDPATH_COPY_MB === undefined ? undefined : env.COLDPATH_COPY_MB * 1_048_576,
    embeddings: env.COLDPATH_EMBEDDINGS,
    limits: {
      maxInFlight: env.COLDPATH_MAX_IN_FLIGHT,
      ratePerSecond: env.COLDPATH_RATE_LIMIT,
      bodyMs: env.COLDPATH_BODY_SECONDS * 1_000,
    },
    refresh: {
      ttlSeconds: env.COLDPATH_TTL_SECONDS,
      debounceMs: env.COLDPATH_DEBOUNCE_MS,
      threshold: env.COLDPATH_THRESHOLD,
      performanceSeconds: env.COLDPATH_PERFORMANCE_SECONDS,
    },
    retention: { eventDays: env.COLDPATH_RETENTION_DAYS, rowDays: env.COLDPATH_ROW_RETENTION_DAYS },
    metricsPort: env.COLDPATH_METRICS_PORT,
    influx:
      env.INFLUX_URL === undefined
        ? undefined
        : {
            url: env.INFLUX_URL,
            token: env.INFLUX_TOKEN,
            org: env.INFLUX_ORG,
            bucket: env.INFLUX_BUCKET,
            intervalSeconds: env.INFLUX_SECONDS,
          },
  };
}
