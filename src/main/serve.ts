import { migrate } from '../db/migrate.ts';
import { createApp } from '../http/app.ts';
import { listen } from './listen.ts';
import { runWorker } from './run_worker.ts';
import { untilSignal } from './shutdown.ts';
import { ANNOTATOR, clock, configOrExit, createLogger, openDatabase } from './wire.ts';

// All in one: database (embedded unless DATABASE_URL is set), worker and web.
const config = configOrExit();
const logger = createLogger(config);
const db = await openDatabase(config, logger);
const applied = await migrate(db);
if (applied.length > 0) logger.info(`applied ${applied.length} migrations`);
const worker = await runWorker({
  db,
  annotator: ANNOTATOR,
  policy: config.refresh,
  clock,
  concurrency: config.concurrency,
  graceSeconds: config.graceSeconds,
  hangSeconds: config.hangSeconds,
  retention: config.retention,
  logger,
});
const web = await listen(createApp({ db, config, clock, logger }), config.host, config.port);
const where = config.databaseUrl === undefined ? `database in ${config.dataDirectory}` : 'database by DATABASE_URL';
logger.info(`coldpath is at ${web.url} (${where}); Ctrl-C stops it`);

untilSignal(
  logger,
  async () => {
    await web.stop();
    await worker.stop();
    await db.close();
  },
  worker.finished,
);
