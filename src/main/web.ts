import { requireMigrated } from '../db/migrate.ts';
import { startMeasuring } from './measuring.ts';
import { untilSignal } from './shutdown.ts';
import { collectRarely } from './garbage_collection.ts';
import { standBackHelpers, stepForward } from './nice.ts';
import { configOrExit, exitWithMessage, openDatabase, requireDatabaseUrl, startWeb } from './wire.ts';
import { createLogger } from './logger.ts';

const config = configOrExit();
requireDatabaseUrl(config);
const logger = createLogger(config);
const db = await openDatabase(config, logger);
await requireMigrated(db).catch(exitWithMessage);
if (!stepForward(config.webNice)) logger.debug(`this process does not run at nice ${config.webNice}`);
standBackHelpers();
collectRarely();
const measuring = startMeasuring(db, config, logger);
const web = await startWeb(db, config, logger, measuring).catch(exitWithMessage);
logger.info(`coldpath web is at ${web.url}`);

untilSignal(logger, 0, async () => {
  await web.stop();
  await measuring.stop();
  await db.close();
});
