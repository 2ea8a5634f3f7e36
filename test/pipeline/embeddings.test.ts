import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBuiltInEmbedder } from '../../src/embeddings/built_in.ts';
import type { BuiltInEmbedder } from '../../src/embeddings/built_in.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { ANNOTATOR, message, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('embeddings in a conversation', () => {
  let test: TestApp;
  let embedder: BuiltInEmbedder;
  beforeAll(async () => {
    test = await openTestApp(NOW);
    embedder = openBuiltInEmbedder();
  });
  afterAll(async () => {
    await embedder.close();
    await test.db.close();
  });

  it('come from the bot where it sends them, else from the built-in model where it knows the language', async () => {
    const at = (minute: number) => new Date(NOW.getTime() - (60 - minute) * 60_000);
    const sent = message('m1', at(1), 'My dog chased the ball through the park.');
    await test.post('/v1/bots/elena/users/sam/events', {
      events: [
        { ...sent, payload: { ...sent.payload, embedding: [0.5, -0.5, 0.25] } },
        message('m2', at(2), 'What kind of dog is it, a big one?', 'bot'),
        message('m3', at(3), 'Ein kleiner Hund, aber er ist sehr schnell und bellt nicht.'),
        message('m4', at(4), '🐕🎾'),
      ],
    });
    const { rows } = await test.db.pool.query(`SELECT id FROM conversations WHERE user_id = 'sam'`);
    await advance(test.db, Number(rows[0]?.id), {
      annotator: { ...ANNOTATOR, embedder },
      policy: POLICY,
      clock: () => NOW,
    });
    const stored = await test.db.pool.query(
      'SELECT embedding_source AS source, cardinality(embedding)::int AS dimensions FROM annotations ORDER BY seq',
    );
    const none = { source: null, dimensions: null };
    expect(stored.rows).toEqual([none, { source: 'use-lite-en', dimensions: 512 }, none, none]);
    const states = await test.db.pool.query(`SELECT state FROM engine_states WHERE engine = 'context_switch'`);
    const [row] = states.rows as { state: { turns: { vector: { source: string } | null }[] } }[];
    expect(row?.state.turns.map(({ vector }) => vector?.source ?? null)).toEqual(['bot', 'use-lite-en', null, null]);
  });
});
