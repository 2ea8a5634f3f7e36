import { describe, expect, it } from 'vitest';
import { MemoryHealthSchema } from '../../src/domain/memory_health.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { MAX_STATE_BYTES } from '../../src/engines/engine.ts';
import { memoryAging } from '../../src/engines/memory_aging.ts';
import { MAX_REMEMBERED } from '../../src/engines/memory/bounds.ts';
import { engineContract } from './engine.contract.ts';
import { DAY, memory, message, recall, START } from './memory_events.ts';

engineContract(memoryAging, MemoryHealthSchema);

function stateAfter(events: readonly AnnotatedEvent[]) {
  return events
    .toSorted((a, b) => a.at - b.at)
    .reduce((state, event) => memoryAging.fold(state, event), memoryAging.init());
}

function rowAt(days: number, events: readonly AnnotatedEvent[]) {
  return memoryAging.project(stateAfter(events), new Date(START + days * DAY));
}

const labels = (memories: readonly { label: string }[]) => memories.map(({ label }) => label);

describe('memory_aging', () => {
  it('knows nothing of an empty conversation and says so', () => {
    expect(rowAt(0, [])).toEqual({
      memory_snapshot: { total: 0, dropped: 0, memories: [] },
      avg_memory_age_hours: null,
      retrieval_frequency_trend: 'stable',
      forgetting_risk_memories: [],
      confidence: 0,
    });
  });

  it('tells when a memory was made and recalled, how often, and how old memories are on average', () => {
    const row = rowAt(4, [memory(0, 'm1', 'Has a dog'), memory(2, 'm2', 'Plays the piano'), recall(3, 'm1')]);
    expect(row.avg_memory_age_hours).toBe((4 * 24 + 2 * 24) / 2);
    expect(row.memory_snapshot.memories[0]).toMatchObject({
      memory_id: 'm1',
      label: 'Has a dog',
      created_at: '2026-01-05T12:00:00.000Z',
      last_recalled_at: '2026-01-08T12:00:00.000Z',
      recall_count: 1,
    });
  });

  it('holds a memory that was recalled with breaks better than one recalled as often at once', () => {
    const spaced = [1, 4, 12].map((day) => recall(day, 'spaced'));
    const crammed = [11.99, 11.995, 12].map((day) => recall(day, 'crammed'));
    const row = rowAt(40, [memory(0, 'spaced', 'a'), memory(0, 'crammed', 'b'), ...spaced, ...crammed]);
    const [first, second] = row.memory_snapshot.memories;
    expect(first?.memory_id).toBe('spaced');
    expect(first?.stability_days).toBeGreaterThan(second?.stability_days ?? Infinity);
  });

  it('lists what has faded below 0.7, the most important first, and not before it has', () => {
    const events = [memory(0, 'low', 'Likes tea', 0.1), memory(0, 'high', 'Allergic to nuts', 0.9)];
    expect(rowAt(10, events).forgetting_risk_memories).toEqual([]);
    expect(labels(rowAt(60, events).forgetting_risk_memories)).toEqual(['Allergic to nuts', 'Likes tea']);
  });

  it('takes a memory out of danger when it is recalled', () => {
    const events = [memory(0, 'm', 'Likes tea'), recall(60, 'm')];
    expect(rowAt(61, events).forgetting_risk_memories).toEqual([]);
  });

  it('replaces the text but not the age of a memory that is sent again', () => {
    const row = rowAt(10, [memory(0, 'm', 'Lives in Rome', 0.8), memory(5, 'm', 'Lives in Oslo')]);
    expect(row.memory_snapshot.total).toBe(1);
    expect(row.memory_snapshot.memories[0]).toMatchObject({
      label: 'Lives in Oslo',
      created_at: '2026-01-05T12:00:00.000Z',
    });
    expect(row.avg_memory_age_hours).toBe(240);
  });

  it('makes a memory known by its first recall', () => {
    expect(rowAt(1, [recall(0, 'unheard of')]).memory_snapshot.memories[0]).toMatchObject({
      memory_id: 'unheard of',
      label: 'unheard of',
      recall_count: 0,
    });
  });
});

describe('memory_aging, of things spoken of', () => {
  it('keeps what the user spoke of twice, not what was said once or by the bot alone', () => {
    const events = [
      message(0, 'user', 'Lisbon', 'Anna Lund'),
      message(0.01, 'bot', 'Lisbon', 'Porto'),
      message(0.02, 'bot', 'Porto'),
      message(0.03, 'user', 'Anna Lund'),
    ];
    const row = rowAt(1, events);
    expect(row.memory_snapshot.memories).toHaveLength(1);
    expect(row.memory_snapshot.memories[0]).toMatchObject({ source: 'mention', label: 'Anna Lund', recall_count: 0 });
  });

  it('counts a mention in a later sitting as a recall, and one in the same sitting as none', () => {
    const chatter = [0, 0.01, 0.02, 0.05].map((day) => message(day, 'user', 'roof garden'));
    expect(rowAt(1, chatter).memory_snapshot.memories[0]?.recall_count).toBe(0);
    const later = rowAt(4, [...chatter, message(3, 'bot', 'roof garden')]).memory_snapshot.memories[0];
    expect(later).toMatchObject({ recall_count: 1, created_at: '2026-01-05T12:00:00.000Z' });
  });

  it('lists a common noun only once the user has come back to it, and everyday words never', () => {
    const said = (days: readonly number[], ...things: string[]) => days.map((day) => message(day, 'user', ...things));
    const once = said([0, 0.01, 0.02], 'chips', 'guitar', 'friend', 'new job', 'night bus', 'lemon cake');
    expect(labels(rowAt(1, once).memory_snapshot.memories)).toEqual(['lemon cake']);
    const again = [...once, ...said([3, 8], 'guitar', 'friend', 'new job', 'night bus')];
    expect(labels(rowAt(9, again).memory_snapshot.memories)).toEqual(['guitar', 'night bus', 'lemon cake']);
  });

  it('does not take what is praised or what something is like for what is spoken of', () => {
    const vague = ['lively atmosphere', 'rewarding experience', 'creativity', 'charm', 'vibrant culture', 'game'];
    const events = [0, 1, 2, 3].map((day) => message(day, 'user', ...vague, 'mental health', 'Spanish class'));
    expect(labels(rowAt(4, events).memory_snapshot.memories)).toEqual(['mental health', 'Spanish class']);
  });

  it('writes a thing small once the user did', () => {
    const events = ['Pottery', 'Pottery', 'pottery', 'pottery'].map((thing, day) => message(day, 'user', thing));
    expect(labels(rowAt(4, events).memory_snapshot.memories)).toEqual(['pottery']);
  });

  it('takes a word for a name only until the user writes it small', () => {
    const sushi = [message(0, 'user', 'Sushi'), message(0.01, 'user', 'Sushi')];
    expect(labels(rowAt(1, sushi).memory_snapshot.memories)).toEqual(['Sushi']);
    expect(rowAt(1, [...sushi, message(0.02, 'user', 'sushi')]).memory_snapshot.memories).toEqual([]);
  });

  it('says that nothing is at risk where only passing words have faded', () => {
    const passing = [0, 0.01].map((day) => message(day, 'user', 'snow', 'flower', 'chips'));
    expect(rowAt(100, passing).forgetting_risk_memories).toEqual([]);
  });

  it('puts what the bot stored before what was merely spoken of', () => {
    const events = [memory(0, 'm', 'Likes tea', 0.1), ...[1, 5, 9].map((day) => message(day, 'user', 'Lisbon'))];
    for (const day of [9.1, 200]) {
      const row = rowAt(day, events);
      expect(labels(day < 10 ? row.memory_snapshot.memories : row.forgetting_risk_memories)[0]).toBe('Likes tea');
    }
  });

  it('counts a mention of what a stored memory is about as a recall of it', () => {
    const about = [memory(0, 'm', "The sister's name is Anna Lund"), memory(0, 'other', 'Plays with Annabel')];
    const row = rowAt(4, [...about, message(3, 'user', 'Anna')]);
    expect(row.memory_snapshot.memories.map(({ memory_id: id, recall_count: n }) => [id, n])).toEqual([
      ['m', 1],
      ['other', 0],
    ]);
  });
});

describe('memory_aging, of what stored memories are about', () => {
  const recallsAfter = (...things: string[]) => {
    const stored = [
      memory(0, 'nuts', 'Allergic to hazelnuts: offer none at work'),
      memory(0, 'anna', 'Anna plays the cello'),
      memory(0, 'ben', 'Ben sold his cello'),
    ];
    const row = rowAt(4, [...stored, message(3, 'user', ...things)]);
    return new Map(row.memory_snapshot.memories.map(({ memory_id: id, recall_count: n }) => [id, n]));
  };

  it('takes a noun that only one of them holds for a mention of it', () => {
    expect(recallsAfter('hazelnuts').get('nuts')).toBe(1);
  });

  it('takes neither a noun of several nor an everyday one for a mention', () => {
    expect([...recallsAfter('cello', 'work').values()]).toEqual([0, 0, 0]);
  });
});

describe('memory_aging, of the trend of recalls', () => {
  const daily = (from: number, to: number, perDay: number) =>
    Array.from({ length: (to - from) * perDay }, (_, i) => recall(from + i / perDay, `m${i % 5}`));

  it('says stable while recalls come evenly', () => {
    expect(rowAt(56, daily(0, 56, 2)).retrieval_frequency_trend).toBe('stable');
  });

  it('says increasing or declining when the rate has changed beyond chance', () => {
    expect(rowAt(56, [...daily(0, 42, 1), ...daily(42, 56, 5)]).retrieval_frequency_trend).toBe('increasing');
    expect(rowAt(56, [...daily(0, 42, 2)]).retrieval_frequency_trend).toBe('declining');
  });

  it('does not call one talkative evening a trend', () => {
    const burst = Array.from({ length: 12 }, (_, i) => recall(54 + i / 100, `m${i}`));
    expect(rowAt(56, [...daily(0, 54, 1).filter((_, i) => i % 4 === 0), ...burst]).retrieval_frequency_trend).toBe(
      'stable',
    );
  });

  it('does not judge before there are two weeks to compare with', () => {
    expect(rowAt(20, [recall(0, 'm'), ...daily(10, 20, 9)]).retrieval_frequency_trend).toBe('stable');
  });
});

describe('memory_aging, bounded', () => {
  it('drops things spoken of before stored memories, and tells how many', () => {
    const memories = Array.from({ length: 100 }, (_, i) => memory(i / 100, `m${i}`, `Fact ${i}`));
    const things = Array.from({ length: 60 }, (_, i) =>
      [1, 2].map((day) => message(day + i / 100, 'user', `thing ${i}`)),
    );
    const state = stateAfter([...memories, ...things.flat()]);
    expect(state.ledger.items).toHaveLength(MAX_REMEMBERED);
    expect(state.ledger.items.filter(({ source }) => source === 'mention')).toHaveLength(30);
    const { total, dropped } = rowAt(9, [...memories, ...things.flat()]).memory_snapshot;
    expect(total).toBe(160);
    expect(dropped).toBe(40);
  });

  it('drops the least important of stored memories', () => {
    const events = Array.from({ length: 150 }, (_, i) => memory(i / 100, `m${i}`, `Fact ${i}`, i === 0 ? 1 : 0.2));
    const ids = stateAfter(events).ledger.items.map(({ id }) => id);
    expect(ids).toContain('m0');
    expect(ids).toContain('m149');
    expect(ids).not.toContain('m1');
  });

  it('stays small with the longest ids and texts in the widest script', () => {
    const wide = (i: number) => `${i}`.padStart(256, '記');
    const events = Array.from({ length: 200 }, (_, i) => memory(i / 10, wide(i), '憶'.repeat(4_000)));
    const talk = Array.from({ length: 400 }, (_, i) => message(30 + i / 10, 'user', `話題の話題の話${i}`, wide(i)));
    const state = stateAfter([...events, ...talk]);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(MAX_STATE_BYTES);
    expect(state.ledger.items.length).toBeGreaterThan(10);
  });
});
