import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPg } from '../../src/db/pg.ts';
import { openPGlite } from '../../src/db/pglite.ts';

/** A Postgres server to run the suites against; they run on PGlite in memory when it is not set. */
export const TEST_DATABASE_URL = process.env['TEST_DATABASE_URL'];

/** An empty database of its own for each caller: in memory, or a new one on the server. Dropped when closed. */
export async function openEmptyDatabase(): Promise<Database> {
  if (TEST_DATABASE_URL === undefined) return openPGlite();
  const name = `coldpath_test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name}`);
  const url = new URL(TEST_DATABASE_URL);
  url.pathname = `/${name}`;
  const db = openPool(url.href);
  urls.set(db.pool, url.href);
  return {
    ...db,
    async close() {
      await db.close();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Another process's view of the same database: a pool of its own. PGlite has but one. */
export function openAgain(db: Database): Database {
  const url = urlOf(db);
  return url === undefined ? { ...db, close: async () => {} } : openPool(url);
}

/** Where another process finds the database; undefined for PGlite. */
export function urlOf(db: Database): string | undefined {
  return urls.get(db.pool);
}

const urls = new WeakMap<object, string>();

function openPool(connectionString: string): Database {
  return openPg({
    connectionString,
    maxConnections: 4,
    onError: (error) => process.stderr.write(`${error.message}\n`),
  });
}

/** The same, with the schema of this release. */
export async function openTestDatabase(): Promise<Database> {
  // Loading what the global setup migrated takes a fraction of the time that making it anew does.
  if (TEST_DATABASE_URL === undefined) return openPGlite(undefined, await openAsBlob(inject('migratedDatabase')));
  const db = await openEmptyDatabase();
  await migrate(db);
  return db;
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: TEST_DATABASE_URL });
  await client.connect();
  await client.query(sql);
  await client.end();
}
