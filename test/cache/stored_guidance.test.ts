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
    test.setNow(NOW);
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

  it('is what a read tells, even where the rows would tell something else', async () => {
    await markAll();
    expect((await told()).split('\n')).toEqual(SECTION_NAMES.map(() => 'Marked.'));
    expect(await told('&sections=memory_health')).toBe('Marked.');
  });

  it('is not told of a row that was computed at another moment', async () => {
    const text = await told();
    await markAll(1);
    expect(await told()).toBe(text);
  });

  const MARKED = `{"at":${NOW.getTime()},"sentences":[{"worth":0.5,"text":"Marked.","tokens":3}]}`;
  const typed = `'sam', 'elena', 0.9, '${NOW.toISOString()}', '2026-03-01T13:00:00Z'`;
  it.each([
    [
      'one column',
      'conversation_patterns',
      `UPDATE strategic_conversation_patterns SET optimal_response_length = 99`,
      /This user answers replies of about 99 words best\./u,
    ],
    ['its confidence', 'conversation_patterns', `UPDATE strategic_conversation_patterns SET confidence = 0.1`, /^$/u],
    [
      'the moment it was computed at alone',
      'conversation_patterns',
      `UPDATE strategic_conversation_patterns SET computed_at = computed_at - interval '1 minute'`,
      /The user writes/u,
    ],
    [
      'when it expires alone',
      'conversation_patterns',
      `UPDATE strategic_conversation_patterns SET expires_at = expires_at + interval '1 hour'`,
      /The user writes/u,
    ],
    [
      'a part of a document',
      'memory_health',
      `UPDATE strategic_memory_health SET forgetting_risk_memories =
        jsonb_set(forgetting_risk_memories, '{0,label}', '"the Aunt of Kent"'), confidence = 0.9`,
      /"the Aunt of Kent"/u,
    ],
    [
      'all it says, by an INSERT that meets it',
      'engagement_opportunities',
      `INSERT INTO strategic_engagement_opportunities
        (user_id, bot_name, confidence, computed_at, expires_at, last_engagement_gap_hours)
      VALUES (${typed}, 240)
      ON CONFLICT (user_id, bot_name) DO UPDATE SET last_engagement_gap_hours = EXCLUDED.last_engagement_gap_hours`,
      /The user was last here 10 days ago\./u,
    ],
    [
      'all it says, by another in its place',
      'engagement_opportunities',
      `DELETE FROM strategic_engagement_opportunities;
      INSERT INTO strategic_engagement_opportunities
        (user_id, bot_name, confidence, computed_at, expires_at, last_engagement_gap_hours)
      VALUES (${typed}, 240)`,
      /The user was last here 10 days ago\./u,
    ],
    [
      'whose it is',
      'engagement_opportunities',
      `DELETE FROM strategic_engagement_opportunities;
      INSERT INTO strategic_engagement_opportunities
        (user_id, bot_name, confidence, computed_at, expires_at, last_engagement_gap_hours, guidance)
      VALUES ('other', ${typed.slice(7)}, 240, '${MARKED}');
      UPDATE strategic_engagement_opportunities SET user_id = 'sam'`,
      /The user was last here 10 days ago\./u,
    ],
    [
      'a bot as a whole',
      'character_performance',
      `UPDATE strategic_character_performance SET coherence_score_avg = 0.1, confidence = 1`,
      /Your replies have lately scored low on coherence: stay on the point\./u,
    ],
  ])('is told no more once somebody changed %s', async (_, section, sql, said) => {
    await markAll();
    await test.db.script(sql);
    const text = await told(`&sections=${section}&max_tokens=4000`);
    expect(text).not.toContain('Marked.');
    expect(text).toMatch(said);
    // The other rows are as they were computed.
    expect(await told('&sections=personality_profile')).toBe('Marked.');
  });

  it('is there again after the next refresh', async () => {
    await test.db.script(`UPDATE strategic_conversation_patterns SET optimal_response_length = 99`);
    expect(await told()).toContain('about 99 words');
    test.setNow(new Date(NOW.getTime() + 60_000));
    await test.refresh('elena', 'sam');
    const text = await told();
    expect(text).not.toContain('about 99 words');
    expect(guidanceOf(await stored(), 200)).toBe(text);
  });

  /** Has every row tell something that it alone would not. */
  async function markAll(offMs = 0): Promise<void> {
    const sql = TABLE_NAMES.map(
      (table) => `UPDATE ${table} SET guidance = jsonb_build_object(
        'at', floor(extract(epoch FROM computed_at) * 1000) + ${offMs},
        'sentences', '[{"worth": 0.5, "text": "Marked.", "tokens": 3}]'::jsonb)`,
    );
    await test.db.script(sql.join(';'));
  }
});
