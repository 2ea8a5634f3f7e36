import { requireMigrated } from '../db/migrate.ts';
import { untilSignal } from './shutdown.ts';
import { configOrExit, createLogger, exitWithMessage, openDatabase, requireDatabaseUrl, startWeb } from './wire.ts';

const config = configOrExit();
requireDatabaseUrl(config);
const logger = createLogger(config);
const db = await openDatabase(config, logger);
await requireMigrated(db).catch(exitWithMessage);
const web = await startWeb(db, config, logger).catch(exitWithMessage);
logger.info(`coldpath web is at ${web.url}`);

untilSignal(logger, 0, async () => {
  await web.stop();
  await db.close();
});
