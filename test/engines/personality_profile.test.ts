import { describe, expect, it } from 'vitest';
import { PersonalityProfileSchema } from '../../src/domain/personality_profile.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { MAX_STATE_BYTES } from '../../src/engines/engine.ts';
import { personalityProfile } from '../../src/engines/personality_profile.ts';
import { answeredConversation, message, mirroredConversation, START } from './answering_user.ts';
import { engineContract } from './engine.contract.ts';

engineContract(personalityProfile, PersonalityProfileSchema);

const MINUTE = 60_000;
const DAY = 86_400_000;
const LATER = new Date(START + 300 * DAY);
const fold = (events: readonly AnnotatedEvent[]) =>
  events.reduce((state, event) => personalityProfile.fold(state, event), personalityProfile.init());
const rowOf = (events: readonly AnnotatedEvent[], now = LATER) => personalityProfile.project(fold(events), now);

const TRAITS = ['warm', 'witty', 'curious', 'stern', 'playful', 'wise', 'shy', 'bold'];
function taggedConversation(turns: number, seed: number, liking: number) {
  return answeredConversation(turns, seed, (random) => {
    const traits = TRAITS.filter(() => random() < 0.3);
    return { traits, liking: traits.includes('witty') ? liking : 0 };
  });
}

describe('personality_profile on how the user answers', () => {
  it('joins the messages of each side into turns', () => {
    const row = rowOf([
      message('bot', START),
      message('bot', START + 5_000),
      message('user', START + 65_000, { analysis: { words: 4, sentiment: 0.5 } }),
      message('user', START + 70_000, { analysis: { words: 6, sentiment: -0.1 } }),
    ]);
    expect(row.user_response_patterns).toEqual({
      reply_rate: 1,
      median_reply_words: 10,
      median_reply_latency_seconds: expect.closeTo(60, -1),
      mean_reply_sentiment: 0.2,
      turns: 1,
    });
  });

  it('waits a day before it calls a turn unanswered', () => {
    const events = [message('bot', START)];
    expect(rowOf(events, new Date(START + DAY - MINUTE)).user_response_patterns.turns).toBe(0);
    const over = rowOf(events, new Date(START + DAY + MINUTE)).user_response_patterns;
    expect(over).toMatchObject({ turns: 1, reply_rate: 0, median_reply_words: null });
  });

  it('calls a turn unanswered when the bot writes again after an hour of silence', () => {
    const row = rowOf(
      [message('bot', START), message('bot', START + 2 * 60 * MINUTE)],
      new Date(START + 3 * 3_600_000),
    );
    expect(row.user_response_patterns).toMatchObject({ turns: 1, reply_rate: 0 });
  });

  it('prefers the valence of the bot’s own emotion model', () => {
    const answer = message('user', START + MINUTE, { analysis: { sentiment: 0.9 } });
    if (answer.kind === 'message') answer.payload.emotion = { label: 'grief', valence: -0.8 };
    expect(rowOf([message('bot', START), answer]).user_response_patterns.mean_reply_sentiment).toBe(-0.8);
  });
});

describe('personality_profile on traits', () => {
  it('finds the one trait of eight that makes a difference, in 200 turns', () => {
    const rows = Array.from({ length: 30 }, (_, i) => rowOf(taggedConversation(200, 1_000 + i, 0.8)));
    const found = rows.filter((row) =>
      row.adaptation_suggestions.some(({ trait, action }) => trait === 'witty' && action === 'more'),
    );
    expect(found.length).toBeGreaterThanOrEqual(24);
    for (const { effect, effect_low, effect_high } of found.flatMap((row) => row.adaptation_suggestions)) {
      expect(effect_low).toBeLessThan(effect);
      expect(effect).toBeLessThan(effect_high);
    }
  });

  it('advises less of what puts the user off', () => {
    const [first] = rowOf(taggedConversation(400, 5, -1)).adaptation_suggestions;
    expect(first).toMatchObject({ trait: 'witty', action: 'less' });
    expect(first?.effect_high).toBeLessThan(0);
  });

  it('suggests nothing in nine of ten conversations where traits make no difference', () => {
    const rows = Array.from({ length: 60 }, (_, i) => rowOf(taggedConversation(200, 2_000 + i, 0)));
    expect(rows.filter((row) => row.adaptation_suggestions.length > 0).length).toBeLessThanOrEqual(6);
  });

  it('is not fooled by a bot that mirrors the length of a user whose talkativeness drifts', () => {
    const rows = Array.from({ length: 60 }, (_, i) => rowOf(mirroredConversation(200, 40 + i)));
    expect(rows.filter((row) => row.adaptation_suggestions.length > 0).length).toBeLessThanOrEqual(6);
  });

  it('does not take the silence after a goodbye for dislike of what was in it', () => {
    const events: AnnotatedEvent[] = [];
    for (let day = 0; day < 60; day++) {
      const at = START + day * 2 * DAY;
      const length = 5 + ((day * 7) % 5);
      for (let i = 0; i < 4; i++) {
        events.push(message('bot', at + i * MINUTE, { traits: ['warm'] }));
        events.push(message('user', at + i * MINUTE + 30_000, { analysis: { words: length + ((i * 3 + day) % 7) } }));
      }
      events.push(message('bot', at + 5 * MINUTE, { traits: ['playful'], content: 'Good night, talk to you soon!' }));
    }
    const row = rowOf(events);
    expect(row.user_response_patterns.reply_rate).toBeCloseTo(0.8, 1);
    expect(row.adaptation_suggestions).toEqual([]);
  });

  it('finds style modes where the bot sends no tags, and drops them with the first tag', () => {
    const events = answeredConversation(150, 3, (random) => {
      const asks = random() < 0.3;
      return { analysis: { questions: asks ? 1 : 0, words: 8 + Math.floor(random() * 8) }, liking: asks ? 1 : 0 };
    });
    const row = rowOf(events);
    expect(row.dominant_traits.every(({ source }) => source === 'style')).toBe(true);
    expect(row.dominant_traits.find(({ trait }) => trait === 'curious')?.frequency).toBeCloseTo(0.3, 1);
    expect(row.adaptation_suggestions[0]).toMatchObject({ trait: 'curious', action: 'more' });
    const tagged = rowOf([...events, message('bot', START + 200 * DAY, { traits: ['stoic'] })]);
    expect(tagged.dominant_traits).toEqual([{ trait: 'stoic', frequency: 1, effectiveness: 0, source: 'tag', n: 1 }]);
  });

  it('tells the days of the last 30 only', () => {
    const days = Array.from({ length: 40 }, (_, day) => message('bot', START + day * DAY, { traits: ['warm'] }));
    const history = rowOf(days, new Date(START + 39 * DAY)).trait_evolution_history;
    expect(history).toHaveLength(30);
    expect(history.at(-1)).toEqual({
      date: new Date(START + 39 * DAY).toISOString().slice(0, 10),
      messages: 1,
      traits: [{ trait: 'warm', share: 1 }],
    });
    expect(rowOf(days, new Date(START + 100 * DAY)).trait_evolution_history).toEqual([]);
  });

  it('keeps the 32 traits used most, and stays within its bytes with the longest of names', () => {
    const name = (i: number) => `${i}${'\u{1F3AD}'.repeat(250)}`;
    const events = Array.from({ length: 700 }, (_, i) => [
      message('bot', START + i * 20 * MINUTE, {
        traits: ['often', ...Array.from({ length: 15 }, (_unused, k) => name((i * 7 + k) % 60))],
        analysis: { words: 1 + ((i * 37) % 400) },
      }),
      message('user', START + i * 20 * MINUTE + ((i * 7_919) % 900_000), { analysis: { words: 1 + ((i * 31) % 300) } }),
    ]).flat();
    const state = fold(events);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(MAX_STATE_BYTES);
    expect(state.table.traits).toHaveLength(32);
    expect(rowOf(events).dominant_traits[0]).toMatchObject({ trait: 'often', frequency: 1 });
  });
});
