import { describe, expect, it } from 'vitest';
import { ConversationPatternSchema } from '../../src/domain/conversation_patterns.ts';
import { conversationPattern } from '../../src/engines/conversation_pattern.ts';
import { isFarewell } from '../../src/engines/conversation_pattern/farewell.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { answeredConversation, message, mirroredConversation, normal, seeded, START } from './answering_user.ts';
import { engineContract } from './engine.contract.ts';

engineContract(conversationPattern, ConversationPatternSchema);

const MINUTE = 60_000;
const DAY = 86_400_000;
const rowOf = (events: readonly AnnotatedEvent[]) =>
  conversationPattern.project(
    events.reduce((state, event) => conversationPattern.fold(state, event), conversationPattern.init()),
    new Date((events.at(-1)?.at ?? START) + 2 * DAY),
  );

/** `sessions` times `turns` exchanges, the user's words and questions given. */
function sessions(count: number, turns: number, wordsOf: (random: () => number) => number, asking: number) {
  const random = seeded(count * 31 + turns);
  return Array.from({ length: count }, (_, s) =>
    Array.from({ length: turns }, (_unused, t) => {
      const at = START + s * DAY + t * 2 * MINUTE;
      const analysis = { words: wordsOf(random), questions: random() < asking ? 1 : 0 };
      return [message('bot', at), message('user', at + MINUTE, { analysis })];
    }),
  ).flat(2);
}

describe('conversation_pattern on the style', () => {
  it('says nothing of a user who said nothing', () => {
    const row = rowOf([message('bot', START)]);
    expect(row).toMatchObject({ preferred_depth: null, optimal_response_length: null, confidence: 0 });
    expect(row.communication_style).toMatchObject({ messages: 0, languages: [], formality: null });
  });

  it('tells means with their errors, languages by share, and turns from messages', () => {
    const row = rowOf([
      message('user', START, { analysis: { words: 4, language: 'de', emoji: 2 } }),
      message('user', START + 5_000, { analysis: { words: 8, language: 'de' } }),
      message('bot', START + MINUTE),
      message('user', START + 2 * MINUTE, { analysis: { words: 6, language: 'und', questions: 1 } }),
    ]);
    const { communication_style: style } = row;
    expect(style.languages).toEqual([{ language: 'de', share: 1 }]);
    expect(style.words_per_message?.mean).toBeCloseTo(6, 1);
    expect(style.words_per_message?.error).toBeCloseTo(2 / Math.sqrt(3), 1);
    expect(style.question_rate?.mean).toBeCloseTo(1 / 3, 2);
    expect(style.messages_per_turn?.mean).toBeCloseTo(1.5, 1);
    expect(style.median_reply_seconds).toBeGreaterThanOrEqual(57);
    expect(style.median_reply_seconds).toBeLessThanOrEqual(63);
  });

  it('follows a user whose style changes', () => {
    const before = Array.from({ length: 600 }, (_, i) =>
      message('user', START + i * MINUTE, { analysis: { formality: 0.8 } }),
    );
    const after = Array.from({ length: 600 }, (_, i) =>
      message('user', START + DAY + i * MINUTE, { analysis: { formality: 0.2 } }),
    );
    expect(rowOf([...before, ...after]).communication_style.formality?.mean).toBeLessThan(0.3);
  });

  it('shares the emotion labels of the user’s messages only', () => {
    const row = rowOf([
      message('user', START, { emotion: { label: 'joy' } }),
      message('user', START + 1, { emotion: { label: '__proto__' } }),
      message('user', START + 2, { emotion: { label: 'joy' } }),
      message('bot', START + 3, { emotion: { label: 'calm' } }),
    ]);
    expect(row.emotional_engagement.emotions.map(({ label }) => label)).toEqual(['joy', '__proto__']);
  });

  it('sees a mood that brightens, and none in noise', () => {
    const turns = (sentimentOf: (i: number) => number) =>
      Array.from({ length: 40 }, (_, i) => [
        message('bot', START + i * 4 * MINUTE),
        message('user', START + i * 4 * MINUTE + MINUTE, { analysis: { sentiment: sentimentOf(i) } }),
      ]).flat();
    const random = seeded(8);
    expect(rowOf(turns((i) => -0.5 + i / 40)).emotional_engagement.trend).toBe('brightening');
    expect(rowOf(turns((i) => 0.5 - i / 40)).emotional_engagement.trend).toBe('darkening');
    expect(rowOf(turns(() => 2 * random() - 1)).emotional_engagement.trend).toBe('steady');
  });
});

describe('conversation_pattern on depth', () => {
  it('tells brief, moderate and deep users apart, and waits for evidence', () => {
    const about = (words: number) => (random: () => number) => Math.round(words * Math.exp(0.5 * normal(random)));
    expect(rowOf(sessions(12, 2, about(3), 0.1)).preferred_depth).toBe('brief');
    expect(rowOf(sessions(12, 4, about(15), 0.3)).preferred_depth).toBe('moderate');
    expect(rowOf(sessions(12, 10, about(40), 0.5)).preferred_depth).toBe('deep');
    expect(rowOf(sessions(1, 3, about(3), 0.1)).preferred_depth).toBeNull();
  });
});

describe('conversation_pattern on the length that is answered best', () => {
  const lengthsAnswered = (turns: number, seed: number, liking: number) =>
    answeredConversation(turns, seed, (random) => {
      const words = Math.max(1, Math.round(Math.exp(3 + 0.8 * normal(random))));
      return { analysis: { words }, liking: liking * Math.exp(-(Math.log2(words / 25) ** 2) / 0.8) };
    });

  it('finds it in 200 turns', () => {
    const found = Array.from({ length: 30 }, (_, i) => rowOf(lengthsAnswered(200, 500 + i, 1.2)));
    const near = found.filter(({ optimal_response_length: words }) => words !== null && words >= 16 && words <= 39);
    expect(near.length).toBeGreaterThanOrEqual(24);
  });

  it('says nothing in nine of ten conversations where length makes no difference', () => {
    const rows = Array.from({ length: 60 }, (_, i) => rowOf(lengthsAnswered(200, 900 + i, 0)));
    expect(rows.filter((row) => row.optimal_response_length !== null).length).toBeLessThanOrEqual(6);
  });

  it('is not fooled by a bot that mirrors the length of a user whose talkativeness drifts', () => {
    const rows = Array.from({ length: 60 }, (_, i) => rowOf(mirroredConversation(200, 40 + i)));
    expect(rows.filter((row) => row.optimal_response_length !== null).length).toBeLessThanOrEqual(6);
  });

  it('says nothing where longer is only ever better: then no length used so far is the best', () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      rowOf(
        answeredConversation(300, i, (random) => {
          const words = 5 + Math.floor(random() * 25);
          return { analysis: { words }, liking: words / 10 };
        }),
      ),
    );
    expect(rows.filter((row) => row.optimal_response_length !== null)).toEqual([]);
  });

  it('does not hold against a length what a trait is answered worse for', () => {
    const conversation = (seed: number, tagged: boolean) =>
      answeredConversation(200, seed, (random) => {
        const isDry = random() < 0.3;
        const words = Math.max(1, Math.round(Math.exp((isDry ? 3.8 : 2.6) + 0.4 * normal(random))));
        const isShort = words < 8;
        const traits = tagged ? [isDry ? 'dry' : 'warm'] : [];
        return { analysis: { words }, traits, liking: (isDry ? -1.5 : 0) - (isShort ? 1 : 0) };
      });
    const told = (tagged: boolean) =>
      Array.from({ length: 30 }, (_, i) => rowOf(conversation(i, tagged)).optimal_response_length).filter(
        (words) => words !== null,
      ).length;
    expect(told(false)).toBeGreaterThan(20);
    expect(told(true)).toBeLessThanOrEqual(3);
  });

  it('says nothing of a bot whose turns are all equally long', () => {
    expect(rowOf(answeredConversation(200, 1, () => ({ liking: 0 }))).optimal_response_length).toBeNull();
  });
});

describe('isFarewell()', () => {
  it.each(['Bye!', 'ok gn 😴', 'I have to go now. Talk to you soon!', 'Gute Nacht!', 'またね', 'Have a great day!'])(
    'sees leave taken in %j',
    (content) => expect(isFarewell(content)).toBe(true),
  );
  it.each(['Take care of yourself and tell me more', 'Have a look at the day we met', 'I see you like tea', ''])(
    'sees none in %j',
    (content) => expect(isFarewell(content)).toBe(false),
  );
});
