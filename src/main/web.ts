import { createApp } from '../http/app.ts';
import { listen } from './listen.ts';
import { untilSignal } from './shutdown.ts';
import { clock, configOrExit, createLogger, openDatabase, requireDatabaseUrl } from './wire.ts';

const config = configOrExit();
requireDatabaseUrl(config);
const logger = createLogger(config);
const db = await openDatabase(config, logger);
const web = await listen(createApp({ db, config, clock, logger }), config.host, config.port);
logger.info(`coldpath web is at ${web.url}`);

untilSignal(logger, async () => {
  await web.stop();
  await db.close();
});
