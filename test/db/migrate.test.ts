import { readdirSync } from 'node:fs';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { statement } from '../../src/db/db.ts';
import type { Database } from '../../src/db/db.ts';
import { migrate, pendingMigrations } from '../../src/db/migrate.ts';
import { recordMigration } from '../../src/db/queries/record_migration.ts';
import { openAgain, openEmptyDatabase } from './open_test_database.ts';

/** The numbers of this release's migrations. */
const VERSIONS = readdirSync(new URL('../../sql/', import.meta.url))
  .filter((file) => /^\d{6}_/u.test(file))
  .map((file) => Number(file.slice(0, 6)))
  .sort((a, b) => a - b);

const tables = statement(
  'tables',
  v.object({ name: v.string() }),
  `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
);

describe('migrate', () => {
  let db: Database;
  afterEach(() => db.close());

  it('brings an empty database to the schema, and does nothing the second time', async () => {
    db = await openEmptyDatabase();
    expect((await migrate(db)).map(({ version }) => version)).toEqual(VERSIONS);
    const names = (await db.query(tables, [])).map(({ name }) => name);
    expect(names).toContain('strategic_memory_health');
    expect(names).toContain('conversations');
    expect(await migrate(db)).toEqual([]);
    expect(await pendingMigrations(db)).toEqual([]);
  });

  it('applies each migration once when twenty start at once', async () => {
    db = await openEmptyDatabase();
    const processes = Array.from({ length: 20 }, () => openAgain(db));
    const applied = await Promise.all(processes.map((one) => migrate(one)));
    await Promise.all(processes.map((one) => one.close()));
    expect(applied.flat().map(({ version }) => version)).toEqual(VERSIONS);
  });

  it('refuses a database that is newer than this release', async () => {
    db = await openEmptyDatabase();
    await migrate(db);
    await db.query(recordMigration, [999_999, '999999_from_the_future.sql']);
    await expect(migrate(db)).rejects.toMatchObject({
      code: 'newer_database',
      message: expect.stringContaining('999999_from_the_future.sql') as string,
    });
  });
});
