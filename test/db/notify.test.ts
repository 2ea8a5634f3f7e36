import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { openTestDatabase } from './open_test_database.ts';

describe('a cache row that changes', () => {
  let db: Database;
  const told: string[] = [];
  const toldAfter = async (sql: string): Promise<string[]> => {
    await db.script(sql);
    await db.script(`NOTIFY coldpath_row_changed, 'end'`);
    await vi.waitFor(() => expect(told.at(-1)).toBe('end'));
    return told.splice(0).slice(0, -1).sort();
  };
  beforeAll(async () => {
    db = await openTestDatabase();
    await db.listen(
      'coldpath_row_changed',
      (payload) => told.push(payload),
      () => {},
    );
  });
  afterAll(() => db.close());

  it('is told of when it comes, changes, moves to another key and goes', async () => {
    expect(await toldAfter(`INSERT INTO strategic_memory_health (user_id, bot_name) VALUES ('u', 'b')`)).toEqual([
      '["b", "u"]',
    ]);
    expect(await toldAfter(`UPDATE strategic_memory_health SET confidence = 1`)).toEqual(['["b", "u"]']);
    expect(await toldAfter(`UPDATE strategic_memory_health SET user_id = 'v'`)).toEqual(['["b", "u"]', '["b", "v"]']);
    expect(await toldAfter(`DELETE FROM strategic_memory_health`)).toEqual(['["b", "v"]']);
    expect(await toldAfter(`TRUNCATE strategic_memory_health`)).toEqual(['[]']);
  });

  it('is told of by its bot where it is about a whole bot', async () => {
    const table = 'strategic_character_performance';
    expect(await toldAfter(`INSERT INTO ${table} (bot_name, time_window_hours) VALUES ('b', 24)`)).toEqual(['["b"]']);
    expect(await toldAfter(`UPDATE ${table} SET confidence = 1`)).toEqual(['["b"]']);
    expect(await toldAfter(`UPDATE ${table} SET bot_name = 'c'`)).toEqual(['["b"]', '["c"]']);
    expect(await toldAfter(`DELETE FROM ${table}`)).toEqual(['["c"]']);
  });
});
