import { migrate } from '../db/migrate.ts';
import { AppError } from '../domain/errors.ts';
import { configOrExit, createLogger, openDatabase, requireDatabaseUrl } from './wire.ts';

const config = configOrExit();
requireDatabaseUrl(config);
const db = await openDatabase(config, createLogger(config));
try {
  const applied = await migrate(db);
  process.stdout.write(applied.map(({ name }) => `applied ${name}\n`).join('') || 'nothing to apply\n');
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`coldpath: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  await db.close();
}
