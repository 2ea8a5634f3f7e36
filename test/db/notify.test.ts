import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { openTestDatabase } from './open_test_database.ts';

describe('a cache row that changes', () => {
  let db: Database;
  const told: string[] = [];
  const after = async (sql: string, ...expected: string[]): Promise<void> => {
    await db.script(sql);
    await db.script(`NOTIFY coldpath_row_changed, 'end'`);
    await vi.waitFor(() => expect(told.at(-1)).toBe('end'));
    expect(told.splice(0).slice(0, -1).sort()).toEqual(expected.sort());
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
    await after(`INSERT INTO strategic_memory_health (user_id, bot_name) VALUES ('u', 'b')`, '["b", "u"]');
    await after(`UPDATE strategic_memory_health SET confidence = 1`, '["b", "u"]');
    await after(`UPDATE strategic_memory_health SET user_id = 'v'`, '["b", "u"]', '["b", "v"]');
    await after(`DELETE FROM strategic_memory_health`, '["b", "v"]');
    await after(`TRUNCATE strategic_memory_health`, '[]');
  });

  it('is told of by its bot where it is about a whole bot', async () => {
    const table = 'strategic_character_performance';
    await after(`INSERT INTO ${table} (bot_name, time_window_hours) VALUES ('b', 24)`, '["b"]');
    await after(`UPDATE ${table} SET confidence = 1`, '["b"]');
    await after(`UPDATE ${table} SET bot_name = 'c'`, '["b"]', '["c"]');
    await after(`DELETE FROM ${table}`, '["c"]');
  });
});
