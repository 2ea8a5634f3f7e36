import { requireMigrated } from '../db/migrate.ts';
import { startMeasuring, tellMetrics } from './measuring.ts';
import { untilSignal } from './shutdown.ts';
import { standBack } from './nice.ts';
import { configOrExit, exitWithMessage, openDatabase, requireDatabaseUrl, startWorker } from './wire.ts';
import { createLogger } from './logger.ts';

const config = configOrExit();
requireDatabaseUrl(config);
const logger = createLogger(config);
const db = await openDatabase(config, logger);
await requireMigrated(db).catch(exitWithMessage);
standBack(config.workerNice);
const measuring = startMeasuring(db, config, logger);
const told = await tellMetrics(db, config, logger, measuring).catch(exitWithMessage);
const worker = await startWorker(db, config, logger, measuring).catch(exitWithMessage);
logger.info(`coldpath worker runs up to ${config.concurrency} jobs at once`);
if (told !== undefined) logger.info(`its metrics are at ${told.url}/metrics`);

untilSignal(
  logger,
  config.graceSeconds,
  async () => {
    await worker.stop();
    await told?.stop();
    await measuring.stop();
    await db.close();
  },
  worker.finished,
);
