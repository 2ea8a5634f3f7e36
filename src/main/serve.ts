import { migrate } from '../db/migrate.ts';
import { startMeasuring } from './measuring.ts';
import { untilSignal } from './shutdown.ts';
import { configOrExit, exitWithMessage, openDatabase, startWeb, startWorker } from './wire.ts';
import { createLogger } from './logger.ts';

// All in one: database (embedded unless DATABASE_URL is set), worker and web.
const config = configOrExit();
const logger = createLogger(config);
const db = await openDatabase(config, logger);
const applied = await migrate(db).catch(exitWithMessage);
if (applied.length > 0) logger.info(`applied ${applied.length} migrations`);
const measuring = startMeasuring(db, config, logger);
const web = await startWeb(db, config, logger, measuring).catch(exitWithMessage);
// Reads go on while the database is away, so this process does not end with its worker's connection.
const worker = await startWorker(db, { ...config, giveUpSeconds: 0 }, logger, measuring).catch(exitWithMessage);
const where = config.databaseUrl === undefined ? `database in ${config.dataDirectory}` : 'database by DATABASE_URL';
logger.info(`coldpath is at ${web.url} (${where}); Ctrl-C stops it`);

untilSignal(
  logger,
  config.graceSeconds,
  async () => {
    await web.stop();
    await worker.stop();
    await measuring.stop();
    await db.close();
  },
  worker.finished,
);
