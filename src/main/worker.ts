import { runWorker } from './run_worker.ts';
import { untilSignal } from './shutdown.ts';
import { ANNOTATOR, clock, configOrExit, createLogger, openDatabase, requireDatabaseUrl } from './wire.ts';

const config = configOrExit();
requireDatabaseUrl(config);
const logger = createLogger(config);
const db = await openDatabase(config, logger);
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
logger.info(`coldpath worker runs up to ${config.concurrency} jobs at once`);

untilSignal(
  logger,
  async () => {
    await worker.stop();
    await db.close();
  },
  worker.finished,
);
