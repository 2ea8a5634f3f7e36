import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement } from '../../src/db/db.ts';
import type { Database } from '../../src/db/db.ts';
import { TABLE_NAMES } from '../../src/domain/table.ts';
import { dumpSchema } from './dump_schema.ts';
import { openEmptyDatabase, openTestDatabase, TEST_DATABASE_URL } from './open_test_database.ts';

const SCHEMA = new URL('../../sql/schema.sql', import.meta.url);

const columns = statement(
  'columns',
  v.record(v.string(), v.unknown()),
  `SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
    pg_get_expr(d.adbin, d.adrelid) AS fallback, col_description(c.oid, a.attnum) AS comment
  FROM pg_class AS c
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') AND c.relname <> 'coldpath_migrations'
  ORDER BY c.relname, a.attnum`,
);

const constraints = statement(
  'constraints',
  v.record(v.string(), v.unknown()),
  `SELECT conrelid::regclass::text AS "table", pg_get_constraintdef(oid) AS definition FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid::regclass::text <> 'coldpath_migrations'
  ORDER BY 1, 2`,
);

describe('sql/schema.sql', () => {
  let migrated: Database;
  let loaded: Database;
  beforeAll(async () => {
    [migrated, loaded] = await Promise.all([openTestDatabase(), openEmptyDatabase()]);
    await loaded.script(await readFile(SCHEMA, 'utf8'));
  });
  afterAll(async () => {
    await Promise.all([migrated.close(), loaded.close()]);
  });

  it('makes the same columns, defaults and comments as the migrations', async () => {
    expect(await loaded.query(columns, [])).toEqual(await migrated.query(columns, []));
  });

  it('makes the same constraints as the migrations', async () => {
    expect(await loaded.query(constraints, [])).toEqual(await migrated.query(constraints, []));
  });

  it.runIf(TEST_DATABASE_URL !== undefined)('equals a fresh dump', async () => {
    expect(await dumpSchema(migrated)).toBe(await readFile(SCHEMA, 'utf8'));
  });
});

describe('ANALYZE', () => {
  it('gathers nothing about documents and vectors, which no query searches in', async () => {
    const db = await openTestDatabase();
    const sorted = statement(
      'sorted',
      v.object({ column: v.string() }),
      `SELECT a.attrelid::regclass || '.' || a.attname AS "column" FROM pg_attribute AS a
      JOIN pg_class AS c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attstattarget IS DISTINCT FROM 0
        AND a.atttypid IN ('json'::regtype, 'jsonb'::regtype, 'real[]'::regtype)`,
    );
    expect(await db.query(sorted, [])).toEqual([]);
    await db.close();
  });
});

describe('the cache tables', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  it('say what each column means', async () => {
    const rows = await db.query(columns, []);
    const silent = rows.filter(({ table, comment }) => TABLE_NAMES.some((name) => name === table) && comment === null);
    expect(silent).toEqual([]);
  });

  it('take an INSERT that names only a conversation and some insight', async () => {
    await db.script(`
      INSERT INTO strategic_memory_health (user_id, bot_name, avg_memory_age_hours) VALUES ('u', 'b', 3);
      INSERT INTO strategic_character_performance (bot_name, time_window_hours, quality_trend) VALUES ('b', 24, 'stable');
      INSERT INTO strategic_personality_profiles (user_id, bot_name, dominant_traits) VALUES ('u', 'b', '[]');
      INSERT INTO strategic_conversation_patterns (user_id, bot_name, predicted_switch_likelihood) VALUES ('u', 'b', 0.5);
      INSERT INTO strategic_memory_behavior (user_id, bot_name, recall_simulation_score) VALUES ('u', 'b', 1);
      INSERT INTO strategic_engagement_opportunities (user_id, bot_name, receptivity_score) VALUES ('u', 'b', 0);`);
    const unexpired = statement(
      'unexpired',
      v.object({ n: v.number() }),
      `SELECT count(*) AS n FROM strategic_memory_health WHERE user_id = 'u' AND bot_name = 'b' AND expires_at > NOW()`,
    );
    expect(await db.query(unexpired, [])).toEqual([{ n: 1 }]);
  });

  it.each([
    ['strategic_memory_health', `retrieval_frequency_trend = 'rising'`],
    ['strategic_conversation_patterns', `predicted_switch_likelihood = 1.5`],
    ['strategic_conversation_patterns', `avg_topic_duration_minutes = 'NaN'`],
    ['strategic_engagement_opportunities', `confidence = -0.1`],
    ['strategic_memory_behavior', `high_retention_memories = '{}'`],
  ])('refuse in %s what is out of range: %s', async (table, wrong) => {
    await expect(db.script(`UPDATE ${table} SET ${wrong}`)).rejects.toMatchObject({ code: '23514' });
  });
});
