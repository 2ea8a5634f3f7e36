import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement } from '../../src/db/db.ts';
import type { Database } from '../../src/db/db.ts';
import { TABLE_NAMES } from '../../src/domain/table.ts';
import type { TableName } from '../../src/domain/table.ts';
import { openTestDatabase } from './open_test_database.ts';

const GUIDANCE = `{"at":1767225600000,"sentences":[{"worth":0.8,"text":"Ask more.","tokens":3}]}`;
const NEWER = GUIDANCE.replace('1767225600000', '1767225600001');

const ofTable = (table: TableName) =>
  statement(
    `guidance_of_${table}`,
    v.object({ at: v.nullable(v.number()) }),
    `SELECT (guidance -> 'at')::bigint AS at FROM ${table}`,
  );

describe.each(TABLE_NAMES)('the guidance of a row of %s', (table) => {
  const [key, values, unique] =
    table === 'strategic_character_performance'
      ? ['bot_name, time_window_hours', `'b', 168`, 'bot_name, time_window_hours']
      : ['user_id, bot_name', `'u', 'b'`, 'user_id, bot_name'];
  const computed = `INSERT INTO ${table} (${key}, computed_at, guidance) VALUES (${values}, '2026-01-01T00:00:00Z', '${GUIDANCE}')`;
  const statementOfTable = ofTable(table);
  let db: Database;
  /** What is left of the guidance of a computed row after this. */
  const after = async (sql: string) => {
    await db.script(`TRUNCATE ${table}; ${computed}; ${sql}`);
    return (await db.query(statementOfTable, [])).map(({ at }) => at);
  };
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  it('stays as it was computed', async () => {
    expect(await after('SELECT 1')).toEqual([1767225600000]);
  });

  it.each([
    ['a column changes', `UPDATE ${table} SET confidence = 0.5`],
    ['the moment it was computed at changes', `UPDATE ${table} SET computed_at = now()`],
    ['nothing changes', `UPDATE ${table} SET expires_at = expires_at`],
    ['it gets another key', `UPDATE ${table} SET bot_name = 'c'`],
    [
      'somebody who knows nothing of guidance puts another in its place',
      `INSERT INTO ${table} (${key}) VALUES (${values}) ON CONFLICT (${unique}) DO UPDATE SET confidence = 0.2`,
    ],
    [
      'the same guidance is written with other values',
      `UPDATE ${table} SET confidence = 0.5, guidance = '${GUIDANCE}'`,
    ],
    ['it is written anew', `DELETE FROM ${table}; INSERT INTO ${table} (${key}) VALUES (${values})`],
  ])('is gone when %s', async (_, sql) => {
    expect(await after(sql)).toEqual([null]);
  });

  it('is another one when it was computed anew, though it says the same', async () => {
    expect(await after(`UPDATE ${table} SET computed_at = now(), guidance = '${NEWER}'`)).toEqual([1767225600001]);
  });

  it('comes and stays when it is computed for a row that had none', async () => {
    const typed = `DELETE FROM ${table}; INSERT INTO ${table} (${key}) VALUES (${values})`;
    expect(await after(`${typed}; UPDATE ${table} SET guidance = '${GUIDANCE}'`)).toEqual([1767225600000]);
  });

  it('is an object', async () => {
    await expect(db.script(`UPDATE ${table} SET guidance = '[]'`)).rejects.toMatchObject({ code: '23514' });
  });
});
