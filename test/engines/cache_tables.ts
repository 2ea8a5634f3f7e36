import { readdir, readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { TableName } from '../../src/domain/table.ts';

const SQL = new URL('../../sql/', import.meta.url);

/** An in-memory database with our tables in it. */
export async function migratedPGlite(): Promise<PGlite> {
  const db = new PGlite();
  const files = (await readdir(SQL)).filter((file) => /^\d+_/.test(file)).sort();
  for (const file of files) await db.exec(await readFile(new URL(file, SQL), 'utf8'));
  return db;
}

/** Writes a projected row as the table's only one, so that its CHECKs have their say. */
export async function insertRow(db: PGlite, table: TableName, row: object): Promise<void> {
  const columns = Object.keys(row);
  const given = { user_id: 'u', bot_name: 'b', ...row };
  const names = [...(table === 'strategic_character_performance' ? [] : ['user_id']), 'bot_name', ...columns].join(
    ', ',
  );
  await db.exec(`TRUNCATE ${table}`);
  await db.query(`INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_record(NULL::${table}, $1)`, [
    JSON.stringify(given),
  ]);
}
