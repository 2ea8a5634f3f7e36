import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { EVENT_KINDS, EventSchema } from '../../src/domain/event.ts';
import type { Event } from '../../src/domain/event.ts';
import { sampleConversation } from '../../src/demo/sample_conversation.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = new Date('2026-03-10T15:30:00Z');

function sampleAt(now: Date): Event[] {
  return sampleConversation(now).map((event) => v.parse(EventSchema, event));
}

const EVENTS = sampleAt(NOW);

function messages(role: 'user' | 'bot') {
  return EVENTS.flatMap((event) =>
    event.kind === 'message' && event.payload.role === role ? [{ at: event.occurred_at, ...event.payload }] : [],
  );
}

describe('sampleConversation()', () => {
  test('gives every event an id of its own, the same whenever it is played', () => {
    const ids = EVENTS.map((event) => event.event_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(sampleAt(new Date('2030-01-01T00:00:00Z')).map((event) => event.event_id)).toEqual(ids);
  });

  // Just after midnight the last scene lies in the day before, next to the one of "1 day ago".
  test.each(['15:30:00', '00:00:00', '00:05:00', '23:59:59', '12:40:30'])(
    'is in order of time and ends within the hour before now when now is %s',
    (time) => {
      const now = new Date(`2026-03-10T${time}Z`);
      const times = sampleAt(now).map((event) => event.occurred_at.getTime());
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      const last = times.at(-1) ?? Number.NaN;
      expect(last).toBeLessThan(now.getTime());
      expect(last).toBeGreaterThan(now.getTime() - HOUR_MS);
    },
  );

  test('spans six weeks and is at rest most of the time', () => {
    const first = EVENTS[0]?.occurred_at.getTime() ?? Number.NaN;
    expect((NOW.getTime() - first) / DAY_MS).toBeCloseTo(42, 0);
    const days = new Set(messages('user').map(({ at }) => Math.floor(at.getTime() / DAY_MS)));
    expect(days.size).toBeGreaterThanOrEqual(22);
  });

  test('has enough of every kind of event for every engine to have something to say', () => {
    const counts = Object.fromEntries(
      EVENT_KINDS.map((kind) => [kind, EVENTS.filter((event) => event.kind === kind).length]),
    );
    expect(counts['message']).toBeGreaterThan(180);
    expect(counts['memory']).toBeGreaterThanOrEqual(12);
    expect(counts['recall']).toBeGreaterThanOrEqual(20);
    expect(counts['score']).toBeGreaterThanOrEqual(60);
    expect(counts['outreach']).toBe(6);
  });

  test('recalls only what was stored before, and loses some of it', () => {
    const known = new Set<string>();
    let lost = 0;
    for (const event of EVENTS) {
      if (event.kind === 'memory') known.add(event.payload.memory_id);
      if (event.kind !== 'recall') continue;
      expect(known).toContain(event.payload.memory_id);
      if (!event.payload.recalled) lost += 1;
    }
    expect(lost).toBeGreaterThanOrEqual(2);
  });

  test('has the user answer half of the outreach within a day', () => {
    const arrivals = messages('user').map(({ at }) => at.getTime());
    const answered = EVENTS.filter((event) => event.kind === 'outreach').filter(({ occurred_at: sent }) =>
      arrivals.some((at) => at > sent.getTime() && at <= sent.getTime() + DAY_MS),
    );
    expect(answered).toHaveLength(3);
  });

  test('has the user answer playful messages longer, sooner and happier than scientific ones', () => {
    const replies = EVENTS.flatMap((event, index) => {
      if (event.kind !== 'message' || event.payload.role !== 'bot') return [];
      const reply = EVENTS.slice(index + 1).find((next) => next.kind === 'message');
      if (reply?.kind !== 'message' || reply.payload.role !== 'user') return [];
      const seconds = (reply.occurred_at.getTime() - event.occurred_at.getTime()) / 1_000;
      const words = reply.payload.content.split(' ').length;
      return seconds > 3_600
        ? []
        : [{ traits: event.payload.traits ?? [], seconds, words, mood: reply.payload.emotion }];
    });
    const of = (trait: string) => replies.filter(({ traits }) => traits.includes(trait));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [playful, scientific] = [of('playful'), of('scientific')];
    expect(scientific.length).toBeGreaterThanOrEqual(12);
    expect(mean(playful.map(({ words }) => words))).toBeGreaterThan(3 * mean(scientific.map(({ words }) => words)));
    expect(mean(playful.map(({ seconds }) => seconds))).toBeLessThan(60);
    expect(mean(scientific.map(({ seconds }) => seconds))).toBeGreaterThan(180);
    expect(mean(playful.map(({ mood }) => mood?.valence ?? 0))).toBeGreaterThan(
      mean(scientific.map(({ mood }) => mood?.valence ?? 0)),
    );
  });

  test('says nothing twice', () => {
    const texts = [...messages('user'), ...messages('bot')].map(({ content }) => content.toLowerCase());
    expect(new Set(texts).size).toBe(texts.length);
  });
});
