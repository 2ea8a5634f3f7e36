import type { Logger } from 'pino';
import { InsightReader } from '../cache/insight_reader.ts';
import { KeyRing } from '../cache/key_ring.ts';
import { ShadowSampler } from '../cache/shadow_sampler.ts';
import { parseConfig } from '../config.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/db.ts';
import { openPg } from '../db/pg.ts';
import { openPGlite } from '../db/pglite.ts';
import { AppError } from '../domain/errors.ts';
import { openBuiltInEmbedder } from '../embeddings/built_in.ts';
import { createApp } from '../http/app.ts';
import type { Annotator } from '../pipeline/annotate.ts';
import { analyzeMessage, ANALYZER_VERSION } from '../text/analyze.ts';
import { usualCopyBytes } from './copy_memory.ts';
import { keepStatesYoung } from './garbage_collection.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import type { Measuring } from './measuring.ts';
import { runWorker } from './run_worker.ts';
import type { Worker } from './run_worker.ts';
import { sparingLog } from './sparing_log.ts';

/** The text analysis that production uses, without an embedder. */
export const ANNOTATOR: Annotator = { version: ANALYZER_VERSION, analyze: analyzeMessage };

/** @throws AppError `invalid_input` when the built-in model is asked for and not installed */
function annotatorOf({ embeddings }: Config): Annotator {
  return embeddings === 'none' ? ANNOTATOR : { ...ANNOTATOR, embedder: openBuiltInEmbedder() };
}

export const clock = (): Date => new Date();

/** What a person can mend is said in one line; anything else is a bug and keeps its stack. */
export function exitWithMessage(error: unknown): never {
  const words = error instanceof AppError ? error.message : connectionTrouble(error);
  if (words === undefined) throw error;
  process.stderr.write(`coldpath: ${words}\n`);
  return process.exit(2);
}

/**
 * Network errors, SQLSTATE classes 08 (connection), 28 (authorization), 53 (resources), 57P (shutdown), 3D000 (no such
 * database), 42501 (what the role may not).
 */
function connectionTrouble(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^(E[A-Z]+|08|28|53|57P|3D000|42501)/u.test(code) || !(error instanceof Error)) return undefined;
  return `DATABASE_URL cannot be used: ${error.message || code}`;
}

/** Reads the settings; on a wrong one says which and ends the process. */
export function configOrExit(): Config {
  try {
    return parseConfig(process.env);
  } catch (error) {
    return exitWithMessage(error);
  }
}

/** Postgres where DATABASE_URL names one, PGlite in the data directory otherwise. */
export async function openDatabase(config: Config, logger: Logger): Promise<Database> {
  if (config.databaseUrl === undefined) return openPGlite(config.dataDirectory).catch(exitWithMessage);
  return openPg({
    connectionString: config.databaseUrl,
    maxConnections: config.maxConnections,
    onError: (error) => logger.warn({ err: error }, 'a database connection was lost'),
  });
}

/** For processes that share a database with others. */
export function requireDatabaseUrl(config: Config): void {
  if (config.databaseUrl !== undefined) return;
  process.stderr.write('coldpath: DATABASE_URL must name a Postgres; for the embedded database run "npm start"\n');
  process.exit(2);
}

/**
 * Without an admin key everybody who can reach the server may do everything, so nobody else may reach it.
 * @throws AppError `invalid_input` when it is to listen wider
 */
export function requireKeyOrLoopback({ host, adminKey }: Config, logger: Logger): void {
  if (adminKey !== undefined) return;
  if (!/^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/iu.test(host)) {
    throw new AppError(
      'invalid_input',
      `HOST=${host} would let strangers in: set COLDPATH_ADMIN_KEY (openssl rand -hex 32), or leave HOST out to listen on this machine only`,
    );
  }
  logger.info(`without COLDPATH_ADMIN_KEY no key is asked for, and only this machine is listened to (${host})`);
}

/** Serves the API of a migrated database. */
export async function startWeb(
  db: Database,
  config: Config,
  logger: Logger,
  { metrics }: Measuring,
): Promise<Listening> {
  requireKeyOrLoopback(config, logger);
  const onError = sparingLog(logger, clock);
  const { refresh: policy, readDeadlineMs: deadlineMs, copyBytes = usualCopyBytes() } = config;
  const reader = new InsightReader({ db, policy, clock, deadlineMs, copyBytes, onError });
  const keys = new KeyRing({ db, adminKey: config.adminKey, deadlineMs, onError });
  await keys.start();
  const shadow = new ShadowSampler({ db, perMinute: config.shadowReads, onError });
  const web = await listen(
    createApp({ db, config, clock, logger, reader, keys, metrics, shadow }),
    config.host,
    config.port,
  );
  await reader.start();
  const stop = async (): Promise<void> => {
    await web.stop();
    await reader.stop();
    await keys.stop();
  };
  return { url: web.url, stop };
}

/**
 * Works through the queue of a migrated database.
 * @throws AppError `invalid_input` when the built-in model is asked for and not installed, `unavailable` when the role may not do the work
 */
export async function startWorker(
  db: Database,
  config: Config,
  logger: Logger,
  { metrics }: Measuring,
): Promise<Worker> {
  const { refresh: policy, retention, hangSeconds, concurrency, graceSeconds, giveUpSeconds, verifyShare } = config;
  keepStatesYoung();
  return runWorker({
    db,
    annotator: annotatorOf(config),
    policy,
    retention,
    hangSeconds,
    concurrency,
    graceSeconds,
    giveUpSeconds,
    verifyShare,
    clock,
    logger,
    metrics,
  });
}
