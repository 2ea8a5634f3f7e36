import { readdir } from 'node:fs/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { openTestDatabase } from './open_test_database.ts';

const QUERIES = new URL('../../src/db/queries/', import.meta.url);
const StatementSchema = v.object({ name: v.string(), text: v.string() });

const files = (await readdir(QUERIES)).sort();
const statements = await Promise.all(
  files.map(async (file) => {
    const exported = Object.values((await import(new URL(file, QUERIES).href)) as object);
    return { file, found: exported.filter((value) => v.is(StatementSchema, value)) };
  }),
);

describe('every statement', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  it.each(statements)('$file holds one, named after the file', ({ file, found }) => {
    expect(found.map((one) => v.parse(StatementSchema, one).name)).toEqual([file.replace('.ts', '')]);
  });

  // PREPARE takes no DDL.
  const preparable = statements.filter(({ file }) => file !== 'create_migrations_table.ts');

  it.each(preparable)('$file names only tables and columns that the migrations made', async ({ found }) => {
    for (const one of found) {
      const { name, text } = v.parse(StatementSchema, one);
      // Postgres resolves every name when it prepares; a column that is not there is an error.
      await expect(db.script(`PREPARE check_${name} AS ${text}`)).resolves.toBeUndefined();
    }
  });

  it('that names a column no migration made would be found out', async () => {
    await expect(db.script('PREPARE wrong AS SELECT fading FROM strategic_memory_health')).rejects.toThrow('fading');
  });
});
