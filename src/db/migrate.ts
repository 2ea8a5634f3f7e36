import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import * as v from 'valibot';
import { AppError } from '../domain/errors.ts';
import type { Database } from './db.ts';
import { createMigrationsTable } from './queries/create_migrations_table.ts';
import { findWebRole } from './queries/find_web_role.ts';
import { listMigrations } from './queries/list_migrations.ts';
import { recordMigration } from './queries/record_migration.ts';
import { silentLogger } from './silent_logger.ts';

const SQL = new URL('../../sql/', import.meta.url);
/** Any constant will do, as long as nobody else locks it: "cold" in ASCII. */
const LOCK = 0x636f6c64;

export interface Migration {
  version: number;
  name: string;
}

/**
 * Brings the database to the schema of this release: Graphile Worker's migrations first, then `sql/000001_….sql` on,
 * each in a transaction of its own. Safe to run from many processes at once.
 * @returns the migrations that were applied now
 * @throws AppError `newer_database` when the database knows a migration that this release does not
 */
export async function migrate(database: Database): Promise<Migration[]> {
  return database.withLock(LOCK, async () => {
    await runMigrations({ pgPool: database.pool, logger: silentLogger });
    await database.query(createMigrationsTable, []);
    const pending = await pendingMigrations(database);
    for (const migration of pending) {
      const sql = await readFile(new URL(migration.name, SQL), 'utf8');
      await database.transaction(async (tx) => {
        await tx.script(`SET LOCAL statement_timeout = 0;\n${sql}`);
        await tx.query(recordMigration, [migration.version, migration.name]);
      });
    }
    await grantToWebRole(database);
    return pending;
  });
}

/** What is new must be granted too, so this is done every time. Making the role is left to those who may. */
async function grantToWebRole(database: Database): Promise<void> {
  const [role] = await database.query(findWebRole, []);
  if (role === undefined) return;
  const sql = await readFile(new URL('web_role.sql', SQL), 'utf8');
  await database.transaction((tx) => tx.script(sql));
}

/**
 * @returns the migrations of this release that the database lacks, in order
 * @throws AppError `newer_database`
 */
export async function pendingMigrations(database: Database): Promise<Migration[]> {
  const known = await releaseMigrations();
  const applied = await database.query(listMigrations, []).catch((error: unknown) => {
    if (isMissingTable(error)) return []; // nobody has migrated it yet
    throw error;
  });
  const newest = known.at(-1)?.version ?? 0;
  const beyond = applied.find(({ version }) => version > newest);
  if (beyond !== undefined) {
    throw new AppError(
      'newer_database',
      `the database has migration "${beyond.name}", this release ends at ${newest}: run the release that wrote it, or a newer one`,
    );
  }
  const done = new Set(applied.map(({ version }) => version));
  return known.filter(({ version }) => !done.has(version));
}

/** SQLSTATE undefined_table. */
function isMissingTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42P01';
}

/**
 * @throws AppError `unavailable` when the database has not all migrations of this release, `newer_database`
 */
export async function requireMigrated(database: Database): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length === 0) return;
  throw new AppError('unavailable', `the database lacks ${pending.length} migrations: run "npm run migrate" first`);
}

const FileName = v.pipe(v.string(), v.regex(/^\d{6}_[a-z0-9_]+\.sql$/u));

async function releaseMigrations(): Promise<Migration[]> {
  const names = (await readdir(SQL)).filter((file) => v.is(FileName, file)).sort();
  return names.map((name) => ({ version: Number(name.slice(0, 6)), name }));
}
