import { describe, expect, test } from 'vitest';
import { readScreenplay } from '../../src/demo/screenplay.ts';

const CAST = { user: 'ana', bot: 'bo' };
const NOW = new Date('2026-03-10T15:30:00Z');

const read = (script: string) => readScreenplay(script, CAST, NOW);

describe('readScreenplay()', () => {
  test('puts a scene on a day before now and each line after the one above', () => {
    const script = '## 2 days ago, 20:15 - a title\nana +0 {joy 0.5}: hi: there\nbo +90 [warm dry]: hello';
    expect(read(script)).toEqual([
      {
        event_id: 'sample-1',
        occurred_at: '2026-03-08T20:15:00.000Z',
        kind: 'message',
        payload: { role: 'user', content: 'hi: there', emotion: { label: 'joy', valence: 0.5 } },
      },
      {
        event_id: 'sample-2',
        occurred_at: '2026-03-08T20:16:30.000Z',
        kind: 'message',
        payload: { role: 'bot', content: 'hello', traits: ['warm', 'dry'] },
      },
    ]);
  });

  test('counts minutes back from now', () => {
    expect(read('## 1 minute ago\nana +5: hi')[0]?.occurred_at).toBe('2026-03-10T15:29:05.000Z');
  });

  test('reads memories, recalls, scores and outreach', () => {
    const script = `## 1 day ago, 09:00
memory +0 dog 0.9: there is a dog
recall +1 dog
recall +1 dog lost
score +1 coherence 0.8 engagement 0.6
outreach +1 the dog: how is it?`;
    expect(read(script).map(({ kind, payload }) => ({ kind, payload }))).toEqual([
      { kind: 'memory', payload: { memory_id: 'dog', content: 'there is a dog', importance: 0.9 } },
      { kind: 'recall', payload: { memory_id: 'dog', recalled: true } },
      { kind: 'recall', payload: { memory_id: 'dog', recalled: false } },
      { kind: 'score', payload: { metric: 'engagement', value: 0.6 } },
      { kind: 'score', payload: { metric: 'coherence', value: 0.8 } },
      { kind: 'outreach', payload: { topic: 'the dog', content: 'how is it?' } },
    ]);
  });

  test.each(['## yesterday', '## 1 day ago, 09:00\nsomebody +1: hi', '## 1 day ago, 09:00\nana hi'])(
    'refuses %j and quotes the line',
    (script) => {
      expect(() => read(script)).toThrow(script.split('\n').at(-1));
    },
  );
});
