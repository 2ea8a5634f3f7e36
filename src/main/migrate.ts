import { migrate } from '../db/migrate.ts';
import { configOrExit, exitWithMessage, openDatabase, requireDatabaseUrl } from './wire.ts';
import { createLogger } from './logger.ts';

const config = configOrExit();
requireDatabaseUrl(config);
const db = await openDatabase(config, createLogger(config));
const applied = await migrate(db).catch(exitWithMessage);
process.stdout.write(applied.map(({ name }) => `applied ${name}\n`).join('') || 'nothing to apply\n');
await db.close();
