import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INSIGHT_WINDOW_HOURS } from '../../src/cache/insight_window.ts';
import { sampleConversation } from '../../src/demo/sample_conversation.ts';
import { SECTION_NAMES } from '../../src/domain/insights.ts';
import { SECTION_TABLES, TABLE_NAMES } from '../../src/domain/table.ts';
import { guidanceOf } from '../../src/guidance/guidance.ts';
import { openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const USER = '/v1/bots/elena/users/sam';
const StoredSchema = v.object({
  at: v.number(),
  sentences: v.array(v.object({ worth: v.number(), text: v.string(), tokens: v.number() })),
});

describe('the guidance stored with the rows', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await openTestApp(NOW);
    await test.post(`${USER}/events`, { events: sampleConversation(NOW) });
  });
  beforeEach(async () => {
    await test.db.script(`DELETE FROM strategic_memory_health; DELETE FROM strategic_character_performance;
      DELETE FROM strategic_personality_profiles; DELETE FROM strategic_conversation_patterns;
      DELETE FROM strategic_memory_behavior; DELETE FROM strategic_engagement_opportunities`);
    await test.refresh('elena', 'sam');
  });
  afterAll(() => test.db.close());

  const told = async (query = ''): Promise<string> => (await test.get(`${USER}/insights?format=prompt${query}`)).text();
  const stored = async () => {
    const rows = SECTION_NAMES.map(async (name) => {
      const found = await test.db.pool.query(
        `SELECT guidance, computed_at FROM ${SECTION_TABLES[name]} ${name === 'character_performance' ? `WHERE time_window_hours = ${INSIGHT_WINDOW_HOURS}` : ''}`,
      );
      const [row] = found.rows as { guidance: unknown; computed_at: Date }[];
      const { at, sentences } = v.parse(StoredSchema, row?.guidance);
      expect(at).toBe(row?.computed_at.getTime());
      return { name, sentences };
    });
    return Promise.all(rows);
  };

  it('is what a read tells, and what the rows alone would tell', async () => {
    const text = await told();
    expect(text.split('\n').length).toBeGreaterThan(5);
    expect(guidanceOf(await stored(), 200)).toBe(text);
    await test.db.script(TABLE_NAMES.map((table) => `UPDATE ${table} SET guidance = NULL`).join(';'));
    expect(await told()).toBe(text);
  });
});
