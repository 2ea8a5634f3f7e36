import { setPriority } from 'node:os';
import { requireMigrated } from '../db/migrate.ts';
import { untilSignal } from './shutdown.ts';
import { configOrExit, createLogger, exitWithMessage, openDatabase, requireDatabaseUrl, startWorker } from './wire.ts';

const config = configOrExit();
requireDatabaseUrl(config);
const logger = createLogger(config);
const db = await openDatabase(config, logger);
await requireMigrated(db).catch(exitWithMessage);
setPriority(config.workerNice);
const worker = await startWorker(db, config, logger).catch(exitWithMessage);
logger.info(`coldpath worker runs up to ${config.concurrency} jobs at once`);

untilSignal(
  logger,
  config.graceSeconds,
  async () => {
    await worker.stop();
    await db.close();
  },
  worker.finished,
);
