import { describe, expect, it } from 'vitest';
import { servedRow, servedWithoutRow } from '../../src/cache/served_section.ts';
import { TimedJson } from '../../src/http/timed_json.ts';

const COMPUTED = Date.parse('2026-03-01T12:00:00Z');
const ROW = {
  data: '{"said":"käse 🧀"}',
  version: '1',
  confidence: 0.5,
  computedAt: COMPUTED,
  expiresAt: COMPUTED + 300_000,
  guidance: null,
};

describe('TimedJson', () => {
  const sections = [
    { name: 'first', section: servedRow(ROW, 'fresh') },
    { name: 'second', section: servedWithoutRow('missing', { confidence: 0, said: null }) },
    { name: 'third', section: servedRow({ ...ROW, computedAt: COMPUTED - 1 }, 'stale') },
  ];
  const answerAt = (json: TimedJson, now: number): unknown =>
    JSON.parse(Buffer.from(json.at(new Date(now))).toString());
  const told = (now: number, ages: readonly (number | null)[]) => ({
    bot_name: 'élan',
    sections: {
      first: { freshness: 'fresh', data: { said: 'käse 🧀' }, age_seconds: ages[0] },
      second: { freshness: 'missing', computed_at: null, data: { said: null }, age_seconds: ages[1] },
      third: { freshness: 'stale', age_seconds: ages[2] },
    },
    served_at: new Date(now).toISOString(),
  });

  it('tells how old each section is when it is served, from a millisecond to centuries', () => {
    const json = new TimedJson({ bot_name: 'élan' }, 'sections', sections);
    for (const ms of [0, 1, 999, 1_000, 86_399_999, 1e10, 1e13, 5, 0]) {
      const ages = [ms / 1_000, null, (ms + 1) / 1_000];
      expect(answerAt(json, COMPUTED + ms)).toMatchObject(told(COMPUTED + ms, ages));
    }
  });

  it('sends the same bytes again, but never touches those that may still be on their way', () => {
    const json = new TimedJson({ bot_name: 'élan' }, 'sections', sections);
    const slow = { writableLength: 0 };
    const quick = { writableLength: 0 };
    const first = json.at(new Date(COMPUTED + 1), slow);
    expect(json.at(new Date(COMPUTED + 2), slow)).toBe(first);
    slow.writableLength = 1;
    const before = Buffer.from(first).toString();
    const second = json.at(new Date(COMPUTED + 3), quick);
    expect(json.at(new Date(COMPUTED + 4), quick)).toBe(second);
    expect(JSON.parse(Buffer.from(second).toString())).toMatchObject(told(COMPUTED + 4, [0.004, null, 0.005]));
    expect(Buffer.from(first).toString()).toBe(before);
  });

  it('makes room in the bytes that it keeps for an age that has outgrown its place', () => {
    const json = new TimedJson({ bot_name: 'élan' }, 'sections', sections);
    const connection = { writableLength: 0 };
    for (const ms of [0, 1, 1_234, 1e10 + 1, 5]) {
      const answer = JSON.parse(Buffer.from(json.at(new Date(COMPUTED + ms), connection)).toString());
      expect(answer).toMatchObject(told(COMPUTED + ms, [ms / 1_000, null, (ms + 1) / 1_000]));
    }
  });

  it('gives bytes of their own to answers that are sent later', () => {
    const json = new TimedJson({ bot_name: 'élan' }, 'sections', sections);
    const first = json.at(new Date(COMPUTED));
    expect(json.at(new Date(COMPUTED))).not.toBe(first);
    expect(json.at(new Date(COMPUTED), { writableLength: 0 })).not.toBe(first);
  });

  it('is an object without sections too', () => {
    expect(answerAt(new TimedJson({ a: 1 }, 'sections', []), COMPUTED)).toEqual({
      a: 1,
      sections: {},
      served_at: '2026-03-01T12:00:00.000Z',
    });
  });
});
