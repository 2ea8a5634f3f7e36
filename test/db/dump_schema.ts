import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Database } from '../../src/db/db.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPg } from '../../src/db/pg.ts';

/**
 * The schema of a migrated database by pg_dump, without what differs from one server to the next. Needs Postgres 15's
 * pg_dump, and a database on a server. Run as a script, it migrates the empty database that DATABASE_URL names and
 * writes sql/schema.sql.
 */
export async function dumpSchema(db: Database): Promise<string> {
  const url = String(db.pool.options.connectionString);
  const args = [
    '--schema-only',
    '--schema=public',
    '--no-owner',
    '--no-privileges',
    '--no-toast-compression',
    '--exclude-table=coldpath_migrations',
    url,
  ];
  const { stdout } = await promisify(execFile)('pg_dump', args, { maxBuffer: 10_000_000 });
  const kept = stdout
    .split('\n')
    .filter(
      (line) => !/^(--|SET |SELECT pg_catalog|\\(un)?restrict|CREATE SCHEMA public|COMMENT ON SCHEMA)/u.test(line),
    );
  const text = kept
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
  return `-- Made by "npm run schema": what the migrations add up to. Not run by anything.\n\n${text}\n`;
}

if (import.meta.main) {
  const connectionString = process.env['DATABASE_URL'] ?? '';
  const db = openPg({
    connectionString,
    maxConnections: 3,
    onError: (error) => process.stderr.write(`${error.message}\n`),
  });
  await migrate(db);
  await writeFile(new URL('../../sql/schema.sql', import.meta.url), await dumpSchema(db));
  await db.close();
}
