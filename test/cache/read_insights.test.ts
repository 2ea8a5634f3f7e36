import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InsightReads } from '../../src/cache/insight_reads.ts';
import type { Insights } from '../../src/domain/insights.ts';
import { SECTION_NAMES } from '../../src/domain/insights.ts';
import { CONVERSATION_ENGINES } from '../../src/engines/registry.ts';
import { openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { shortConversation } from '../pipeline/conversation.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);
const USER = '/v1/bots/elena/users/sam';

describe('GET …/insights', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await openTestApp(NOW);
  });
  beforeEach(async () => {
    await test.db.script(`TRUNCATE conversations, bots, score_hours CASCADE; DELETE FROM graphile_worker._private_jobs;
      TRUNCATE strategic_memory_health, strategic_character_performance, strategic_personality_profiles,
        strategic_conversation_patterns, strategic_memory_behavior, strategic_engagement_opportunities`);
    test.setNow(NOW);
    await test.post(`${USER}/events`, { events: shortConversation(NOW) });
    await test.refresh('elena', 'sam');
    await test.db.script('DELETE FROM graphile_worker._private_jobs');
  });
  afterAll(() => test.db.close());

  const read = async (path = `${USER}/insights`): Promise<Insights & { guidance: string }> => {
    const answer = await test.get(path);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Insights & { guidance: string };
  };
  const freshnessOf = (insights: Insights) =>
    Object.fromEntries(Object.entries(insights.sections).map(([name, section]) => [name, section.freshness]));
  const all = (freshness: string) => Object.fromEntries(SECTION_NAMES.map((name) => [name, freshness]));
  const queued = async (): Promise<unknown[]> => {
    // The answer does not wait for the queue.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return (await test.db.pool.query('SELECT task_identifier AS task, priority FROM graphile_worker.jobs ORDER BY 1'))
      .rows;
  };
  const newMessage = {
    event_id: 'new',
    kind: 'message',
    occurred_at: NOW.toISOString(),
    payload: { role: 'user', content: 'hey' },
  };

  it('answers fresh from unexpired rows, each with its age', async () => {
    test.setNow(later(200));
    const insights = await read();
    expect(insights.freshness).toBe('fresh');
    expect(freshnessOf(insights)).toEqual(all('fresh'));
    const health = insights.sections.memory_health;
    expect(health).toMatchObject({
      age_seconds: 200,
      computed_at: NOW.toISOString(),
      expires_at: later(300).toISOString(),
    });
    expect(health?.data).toHaveProperty('memory_snapshot');
    expect(await queued()).toEqual([]);
  });

  it('projects expired rows anew when the conversation is fully folded, and asks for nothing', async () => {
    test.setNow(later(7_200));
    const insights = await read();
    expect(freshnessOf(insights)).toEqual(all('fresh'));
    expect(insights.sections.engagement_opportunities).toMatchObject({
      age_seconds: 0,
      computed_at: later(7_200).toISOString(),
    });
    expect(await queued()).toEqual([]);
  });

  it('takes the states with the rows, from the moment on in which they are wanted', async () => {
    const reads = new InsightReads(test.db);
    const enginesAt = async (now: Date): Promise<string[]> => {
      const { states } = await reads.of({ botName: 'elena', userId: 'sam' }, now);
      return states === '' ? [] : Object.keys(JSON.parse(states) as object).sort();
    };
    const engines = CONVERSATION_ENGINES.map(({ name, version }) => `${name} ${version}`).sort();
    expect(await enginesAt(later(299.999))).toEqual([]);
    expect(await enginesAt(later(300))).toEqual(engines);

    await test.db.script('DELETE FROM strategic_memory_health');
    expect(await enginesAt(NOW)).toEqual([]);
    await test.db.script('UPDATE conversations SET rows_retired = true');
    expect(await enginesAt(NOW)).toEqual(engines);

    await test.db.script(`UPDATE engine_states SET seq = seq - 1 WHERE engine = 'context_switch'`);
    expect(await enginesAt(NOW)).toEqual(engines.filter((name) => !name.startsWith('context_switch ')));

    await test.post(`${USER}/events`, { events: [newMessage] });
    expect(await enginesAt(later(300))).toEqual([]);
  });

  it('projects what a refresh at that moment would have written', async () => {
    test.setNow(later(7_200));
    const ownSections = SECTION_NAMES.filter((name) => name !== 'character_performance').join(',');
    const projected = await read(`${USER}/insights?sections=${ownSections}`);
    await test.refresh('elena', 'sam');
    const written = await read(`${USER}/insights?sections=${ownSections}`);
    expect(projected.sections).toEqual(written.sections);
  });

  it('answers stale from expired rows of a conversation that is behind, and asks for a refresh before all others', async () => {
    await test.post(`${USER}/events`, { events: [newMessage] });
    test.setNow(later(301));
    const insights = await read();
    expect(insights.freshness).toBe('stale');
    expect(freshnessOf(insights)).toEqual({ ...all('stale'), character_performance: 'fresh' });
    expect(await queued()).toEqual([{ task: 'refresh_user', priority: 0 }]);
    await test.refresh('elena', 'sam');
    expect((await read()).freshness).toBe('fresh');
  });

  it('answers from expired rows when a state was changed by hand so that nothing can be projected of it', async () => {
    await test.db.script(`CREATE TABLE kept AS SELECT * FROM engine_states;
      UPDATE engine_states SET state = '{"turns": 1}' WHERE engine = 'context_switch'`);
    test.setNow(later(7_200));
    expect(freshnessOf(await read())).toEqual({ ...all('stale'), character_performance: 'fresh' });
    await test.db.script(`UPDATE engine_states SET state = kept.state FROM kept
      WHERE engine_states.bot_name = kept.bot_name AND engine_states.user_id = kept.user_id
        AND engine_states.engine = kept.engine;
      DROP TABLE kept; DELETE FROM graphile_worker._private_jobs`);
    expect((await read()).freshness).toBe('fresh');
  });

  it('answers from the counters before the first refresh, and says missing where they tell nothing', async () => {
    await test.post('/v1/bots/elena/users/new/events', {
      events: [{ ...newMessage, occurred_at: later(-7_200).toISOString() }],
    });
    const insights = await read('/v1/bots/elena/users/new/insights');
    expect(insights.sections.engagement_opportunities).toMatchObject({
      freshness: 'heuristic',
      data: { last_engagement_gap_hours: 2 },
    });
    expect(insights.sections.memory_health?.freshness).toBe('missing');
    expect(insights.freshness).toBe('missing');
  });

  it('answers neutral values for somebody it never heard of', async () => {
    const insights = await read('/v1/bots/nobody/users/nobody/insights');
    expect(freshnessOf(insights)).toEqual(all('missing'));
    expect(Object.values(insights.sections).map(({ confidence }) => confidence)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(insights.guidance).toBe('');
    expect(await queued()).toEqual([]);
  });

  it('serves a row that was typed into the table, and loses it when it is deleted', async () => {
    await test.db
      .script(`INSERT INTO strategic_memory_health (user_id, bot_name, avg_memory_age_hours, confidence, computed_at, expires_at)
      VALUES ('typed', 'elena', 42, 0.9, '${NOW.toISOString()}', '${later(300).toISOString()}')`);
    const path = '/v1/bots/elena/users/typed/insights?sections=memory_health';
    expect((await read(path)).sections.memory_health).toMatchObject({
      freshness: 'fresh',
      data: { avg_memory_age_hours: 42 },
    });
    await test.db.script(`DELETE FROM strategic_memory_health WHERE user_id = 'typed'`);
    expect((await read(path)).sections.memory_health?.freshness).toBe('missing');
  });

  it('does not bring back the deleted performance of a bot for a conversation whose own rows retention deleted', async () => {
    await test.db.script(`DELETE FROM strategic_memory_health; DELETE FROM strategic_character_performance;
      UPDATE conversations SET rows_retired = true`);
    expect(freshnessOf(await read())).toEqual({ ...all('fresh'), character_performance: 'missing' });
  });

  it('serves a typed row of any shape, and makes no guidance of what it cannot read', async () => {
    await test.db.script(`UPDATE strategic_conversation_patterns SET recent_topics = '[1, "x"]', confidence = 1`);
    const insights = await read(`${USER}/insights?sections=conversation_patterns`);
    expect(insights.sections.conversation_patterns?.data['recent_topics']).toEqual([1, 'x']);
    expect(insights.guidance).toBe('');
  });

  it('narrows to the sections that are asked for', async () => {
    const insights = await read(`${USER}/insights?sections=memory_health,memory_behavior`);
    expect(Object.keys(insights.sections)).toEqual(['memory_health', 'memory_behavior']);
  });

  it.each([
    ['sections=memory', 'sections must be a comma-separated list of memory_health, '],
    ['sections=', 'sections must be a comma-separated list of memory_health, '],
    ['sections=memory_health&sections=memory_behavior', 'sections must be given once'],
    ['format=yaml', 'format must be json or prompt'],
    ['max_tokens=0', 'max_tokens must be a whole number from 1 to 4000'],
    ['max_token=5', 'max_token is not a known field'],
  ])('refuses ?%s and says what would be right', async (query, words) => {
    const answer = await test.get(`${USER}/insights?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(words) as string });
  });

  it('answers degraded, and still 200, when the database cannot be asked', async () => {
    await test.db.script('ALTER TABLE strategic_memory_health RENAME TO away');
    const insights = await read();
    await test.db.script('ALTER TABLE away RENAME TO strategic_memory_health');
    expect(freshnessOf(insights)).toEqual(all('degraded'));
    expect((await read()).freshness).toBe('fresh');
  });

  it('says 304 to who has the same already, however old it has become', async () => {
    const first = await test.get(`${USER}/insights`);
    const tag = first.headers.get('etag') ?? '';
    const ask = async (path: string, tags = `"other", ${tag}`) =>
      test.app.request(path, { headers: { 'if-none-match': tags } });
    test.setNow(later(100));
    const again = await ask(`${USER}/insights`);
    expect([again.status, await again.text()]).toEqual([304, '']);
    for (const tags of ['*', tag.slice('W/'.length)]) expect((await ask(`${USER}/insights`, tags)).status).toBe(304);
    expect((await ask(`${USER}/insights`, '"other"')).status).toBe(200);
    expect((await ask(`${USER}/insights?sections=memory_health`)).status).toBe(200);
    expect((await ask(`${USER}/insights?format=prompt`)).status).toBe(200);
    test.setNow(later(400));
    const anew = await ask(`${USER}/insights`);
    expect(anew.status).toBe(200);
    test.setNow(later(7_200));
    expect((await ask(`${USER}/insights`, anew.headers.get('etag') ?? '')).status).toBe(200);
  });

  it('does not say 304 of one section when what it tells depends on another that has changed', async () => {
    const path = `${USER}/insights?sections=conversation_patterns&format=prompt`;
    const tag = (await test.get(path)).headers.get('etag') ?? '';
    const ask = async () => (await test.app.request(path, { headers: { 'if-none-match': tag } })).status;
    expect(await ask()).toBe(304);
    await test.db.script(`UPDATE strategic_engagement_opportunities SET last_engagement_gap_hours = 100`);
    expect(await ask()).toBe(200);
    await test.refresh('elena', 'sam');
  });

  it('answers HEAD like GET, without the body', async () => {
    const answer = await test.app.request(`${USER}/insights`, { method: 'HEAD' });
    expect([answer.status, await answer.text(), answer.headers.get('coldpath-freshness')]).toEqual([200, '', 'fresh']);
  });

  it('gives the guidance alone as text', async () => {
    const { guidance } = await read();
    const answer = await test.get(`${USER}/insights?format=prompt`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toBe(guidance);
  });

  it('gives the performance of a bot by window', async () => {
    const answer = await test.get('/v1/bots/elena/performance');
    expect(await answer.json()).toMatchObject({
      bot_name: 'elena',
      freshness: 'fresh',
      windows: {
        24: { freshness: 'fresh', data: { time_window_hours: 24 } },
        168: { freshness: 'fresh', data: { time_window_hours: 168 } },
        720: { freshness: 'fresh', data: { time_window_hours: 720 } },
      },
    });
    test.setNow(later(3_600));
    expect(await (await test.get('/v1/bots/elena/performance')).json()).toMatchObject({ freshness: 'fresh' });
  });

  it('tells how far the log is folded', async () => {
    await test.post(`${USER}/events`, { events: [newMessage] });
    const status = (await (await test.get(`${USER}/status`)).json()) as { last_seq: number; engines: unknown[] };
    expect(status).toMatchObject({ unfolded: 1, folded_seq: status.last_seq - 1 });
    expect(status.engines).toHaveLength(7);
    expect((await test.get('/v1/bots/elena/users/nobody/status')).status).toBe(404);
  });
});
