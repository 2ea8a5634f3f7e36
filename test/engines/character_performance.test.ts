import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/domain/analysis.ts';
import { CharacterPerformanceSchema } from '../../src/domain/character_performance.ts';
import type { CharacterPerformance } from '../../src/domain/character_performance.ts';
import { SCORE_METRICS } from '../../src/domain/event.ts';
import { characterPerformance } from '../../src/engines/character_performance.ts';
import type { State } from '../../src/engines/character_performance/state.ts';
import { FEATURES } from '../../src/engines/character_performance/style.ts';
import { MAX_STATE_BYTES, WINDOW_HOURS } from '../../src/engines/engine.ts';
import type { AnnotatedEvent, Engine, HourSum, WindowHours } from '../../src/engines/engine.ts';
import { autoregressive, normal, seededUniform } from '../stats/seeded_noise.ts';
import { arbitraryEvents } from './arbitrary_events.ts';
import { engineContract } from './engine.contract.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 2);

const init = () => characterPerformance.init();
const fold = (state: State, event: AnnotatedEvent) => characterPerformance.fold(state, event);
const hours = (state: State) => characterPerformance.hours(state);
const project = (sums: readonly HourSum[], windowHours: WindowHours, now: Date) =>
  characterPerformance.project(sums, windowHours, now);

/** The window told at `now`: another every day, so that the contract sees all of them. */
function windowAt(now: Date): WindowHours {
  return WINDOW_HOURS[Math.abs(Math.floor(now.getTime() / DAY)) % WINDOW_HOURS.length] ?? 720;
}

const overEachWindow: Engine<State, CharacterPerformance> = {
  ...characterPerformance,
  project: (state, now) => project(hours(state), windowAt(now), now),
};
engineContract(overEachWindow, CharacterPerformanceSchema);

const ANALYSIS: Analysis = {
  language: 'en',
  characters: 40,
  words: 8,
  sentences: 1,
  questions: 0,
  exclamations: 0,
  emoji: 0,
  links: 0,
  sentiment: 0,
  formality: 0.5,
  part_of_speech: {},
  function_words: {},
  lemmas: [],
  phrases: [],
};

let count = 0;
function message(role: 'user' | 'bot', at: number, analysis: Partial<Analysis> = {}): AnnotatedEvent {
  const annotation = { analysis: { ...ANALYSIS, ...analysis }, embedding: null };
  return { kind: 'message', at, eventId: `e${count++}`, payload: { role, content: 'text' }, annotation };
}
function score(metric: 'engagement' | 'satisfaction' | 'coherence', at: number, value: number): AnnotatedEvent {
  return { kind: 'score', at, eventId: `e${count++}`, payload: { metric, value } };
}
const folded = (events: readonly AnnotatedEvent[]): State => events.reduce(fold, init());
const row = (events: readonly AnnotatedEvent[], windowHours: WindowHours, at: number) =>
  project(hours(folded(events)), windowHours, new Date(at));
const metric = (of: CharacterPerformance, wanted: string) => of.metrics.find((summary) => summary.metric === wanted);

/** `n` sessions a day apart, each a question, an answer and a thanks, the first at `from`. */
function talks(n: number, from: number, everyMs = DAY): AnnotatedEvent[] {
  return Array.from({ length: n }, (_, i) => from + i * everyMs).flatMap((at) => [
    message('user', at),
    message('bot', at + MINUTE),
    message('user', at + 2 * MINUTE),
  ]);
}

/** Hour sums in whole ten-thousandths and hundred-millionths, keyed, as a database adds them up. */
function added(into: Map<string, number[]>, sums: readonly HourSum[], sign: 1 | -1): void {
  for (const { metric: of, hour, n, sum, sumSquares } of sums) {
    const key = JSON.stringify([of, hour]);
    const [a = 0, b = 0, c = 0] = into.get(key) ?? [];
    into.set(key, [a + sign * n, b + sign * Math.round(sum * 1e4), c + sign * Math.round(sumSquares * 1e8)]);
  }
}
function toHours(sums: ReadonlyMap<string, number[]>): HourSum[] {
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, [n = 0, sum = 0, squares = 0]]) => {
      const [of, hour] = JSON.parse(key) as [string, number];
      return n === 0 ? [] : [{ metric: of, hour, n, sum: sum / 1e4, sumSquares: squares / 1e8 }];
    });
}

describe('the hours of a bot', () => {
  it('are the same whether added up as differences batch by batch over conversations, or at once', () => {
    const conversations = fc.array(fc.tuple(arbitraryEvents(40), fc.nat(40)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(conversations, (given) => {
        const batched = new Map<string, number[]>();
        const atOnce = new Map<string, number[]>();
        for (const [events, cut] of given) {
          const half = folded(events.slice(0, cut));
          const whole = events.slice(cut).reduce(fold, half);
          added(batched, hours(half), 1);
          added(batched, hours(half), -1);
          added(batched, hours(whole), 1);
          added(atOnce, hours(folded(events)), 1);
        }
        const now = new Date(Math.max(...given.map(([events]) => events.at(-1)?.at ?? START)) + DAY);
        expect(toHours(batched)).toEqual(toHours(atOnce));
        for (const windowHours of WINDOW_HOURS)
          expect(project(toHours(batched), windowHours, now)).toEqual(project(toHours(atOnce), windowHours, now));
      }),
      { numRuns: 60 },
    );
  });

  it('say the same in whatever order they come', () => {
    const sums = hours(folded(talks(40, START, DAY / 2)));
    const now = new Date(START + 20 * DAY);
    expect(project(sums.toReversed(), 720, now)).toEqual(project(sums, 720, now));
  });

  it('hold every hour and metric once, with no negative spread', () => {
    fc.assert(
      fc.property(arbitraryEvents(80), (events) => {
        const sums = hours(folded(events));
        expect(new Set(sums.map((sum) => `${sum.metric} ${sum.hour}`)).size).toBe(sums.length);
        const values = sums.filter((sum) => !sum.metric.startsWith('style:'));
        for (const { n, sum, sumSquares } of values) {
          expect(n).toBeGreaterThan(0);
          expect(n * sumSquares - sum * sum).toBeGreaterThanOrEqual(-1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stay small enough to store for a channel that never sleeps', () => {
    const function_words = Object.fromEntries(FEATURES.map((feature) => [feature, 50]));
    const rates = { sentences: 300, questions: 300, exclamations: 300, emoji: 300, words: 6_000 };
    let state = init();
    for (let minutes = 0; minutes < 45 * 24 * 60; minutes += 4) {
      const at = START + minutes * MINUTE;
      const role = minutes % 8 === 0 ? 'user' : 'bot';
      state = fold(state, message(role, at, { sentiment: -0.7123, function_words, ...rates }));
      for (const of of SCORE_METRICS) state = fold(state, score(of, at, 0.98765));
    }
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(MAX_STATE_BYTES);
  });
});

describe('reply rate', () => {
  it('counts a turn of several messages once, as answered when the user writes within an hour', () => {
    const events = [
      message('user', START),
      message('bot', START + MINUTE),
      message('bot', START + 2 * MINUTE),
      message('user', START + 40 * MINUTE),
      message('bot', START + 41 * MINUTE),
      message('user', START + 5 * HOUR),
    ];
    expect(metric(row(events, 24, START + 8 * HOUR), 'reply_rate')).toMatchObject({ n: 2, mean: 0.5, source: 'proxy' });
  });

  it('does not hold against the bot the turns of the last two hours, which may still be answered', () => {
    const events = [...talks(3, START, 3 * HOUR), message('bot', START + 9 * HOUR)];
    expect(metric(row(events, 24, START + 9.5 * HOUR), 'reply_rate')).toMatchObject({ n: 3, mean: 1 });
    expect(metric(row(events, 24, START + 12 * HOUR), 'reply_rate')).toMatchObject({ n: 4, mean: 0.75 });
  });
});

describe('return rate', () => {
  it('counts a session only when its seven days are over', () => {
    const events = [...talks(2, START, 2 * DAY), ...talks(1, START + 20 * DAY)];
    expect(metric(row(events, 720, START + 6 * DAY), 'return_rate')).toBeUndefined();
    expect(metric(row(events, 720, START + 8 * DAY), 'return_rate')).toMatchObject({ n: 1, mean: 1 });
    expect(metric(row(events, 720, START + 25 * DAY), 'return_rate')).toMatchObject({ n: 2, mean: 0.5 });
    expect(metric(row(events, 720, START + 28 * DAY), 'return_rate')).toMatchObject({ n: 3, mean: 0.3333 });
  });

  it('of the week is that of the sessions whose seven days ended in the week', () => {
    const events = talks(21, START);
    expect(metric(row(events, 168, START + 20 * DAY + HOUR), 'return_rate')).toMatchObject({ n: 7, mean: 1 });
  });
});

describe('sessions', () => {
  it('are longer with more messages, and none when only the bot speaks', () => {
    const long = Array.from({ length: 20 }, (_, i) => message(i % 2 === 0 ? 'user' : 'bot', START + i * MINUTE));
    const alone = [message('bot', START), message('bot', START + MINUTE)];
    expect(metric(row(long, 24, START + 6 * HOUR), 'session_length')).toMatchObject({ n: 1, mean: 0.5 });
    expect(metric(row(alone, 24, START + 6 * HOUR), 'session_length')).toBeUndefined();
  });

  it('drift when the user sounds better or worse at the end than at the beginning', () => {
    const souring = [0.8, 0.8, 0.8, 0, -0.6, -0.6, -0.6].map((sentiment, i) =>
      message('user', START + i * MINUTE, { sentiment }),
    );
    expect(metric(row(souring, 24, START + 6 * HOUR), 'sentiment_drift')).toMatchObject({ n: 1, mean: -0.7 });
  });

  it('have no sentiment where the language cannot be told', () => {
    const events = talks(3, START).map((event) =>
      event.kind === 'message'
        ? { ...event, annotation: { ...event.annotation, analysis: { ...ANALYSIS, language: 'und' } } }
        : event,
    );
    expect(metric(row(events, 720, START + 4 * DAY), 'sentiment')).toBeUndefined();
  });
});

describe('averages', () => {
  it('are the scores where the bot sends enough of them', () => {
    const scores = [0.6, 0.7, 0.8, 0.7, 0.7].map((value, i) => score('engagement', START + i * HOUR, value));
    const scored = row(
      [...talks(12, START, 2 * HOUR), ...scores].sort((a, b) => a.at - b.at),
      24,
      START + 23 * HOUR,
    );
    expect(scored.engagement_score_avg).toBe(0.7);
    expect(metric(scored, 'engagement')).toMatchObject({ source: 'score', n: 5, mean: 0.7 });
  });

  it.each([1, 2, 4])(
    'are the mean of %i scores too, not what proxies say beside them, and say how unsure that is',
    (n) => {
      const scores = Array.from({ length: n }, (_, i) => score('engagement', START + i * HOUR, 0.7 + 0.02 * i));
      const scored = row(
        [...talks(12, START, 2 * HOUR), ...scores].sort((a, b) => a.at - b.at),
        24,
        START + 23 * HOUR,
      );
      expect(scored.engagement_score_avg).toBe(metric(scored, 'engagement')?.mean);
      expect(scored.confidence).toBeLessThan(0.7);
    },
  );

  it('name the unit of every metric', () => {
    const { metrics } = row(talks(24, START, 12 * HOUR), 720, START + 13 * DAY);
    expect(metrics.find(({ metric: name }) => name === 'session_length')?.unit).toContain('messages');
    expect(metrics.filter(({ unit }) => unit === '')).toEqual([]);
  });

  it('come from what users do where there are none, and coherence stays unknown', () => {
    const proxied = row(talks(24, START, 12 * HOUR), 720, START + 13 * DAY);
    expect(proxied.engagement_score_avg).toBe(1);
    expect(proxied.satisfaction_score_avg).toBe(0.5);
    expect(proxied.coherence_score_avg).toBeNull();
  });

  it('are null, with no confidence, when next to nothing happened', () => {
    const little = row(talks(2, START), 720, START + 3 * DAY);
    expect(little).toMatchObject({
      engagement_score_avg: null,
      satisfaction_score_avg: null,
      coherence_score_avg: null,
      personality_consistency_index: null,
      quality_trend: 'stable',
      recent_anomalies: [],
      confidence: 0,
    });
  });

  it('gain confidence as scores come in, and proxies stay below scores', () => {
    const many = (n: number) =>
      Array.from({ length: n }, (_, i) => [
        score('engagement', START + i * HOUR, i % 2 === 0 ? 0.6 : 0.8),
        score('satisfaction', START + i * HOUR, i % 2 === 0 ? 0.5 : 0.7),
      ]).flat();
    const confidence = [6, 30, 300].map((n) => row(many(n), 720, START + n * HOUR).confidence);
    expect(confidence).toEqual([...confidence].sort((a, b) => a - b));
    expect(confidence[2]).toBeGreaterThan(0.9);
    expect(row(talks(300, START, 2 * HOUR), 720, START + 25 * DAY).confidence).toBeLessThanOrEqual(0.7);
  });
});

describe('trend and anomalies', () => {
  const daily = (value: (day: number) => number) =>
    Array.from({ length: 300 }, (_, i) => i).map((i) => score('satisfaction', START + i * 2.4 * HOUR, value(i / 10)));
  const uniform = seededUniform(2);

  it('tell an improvement and a decline, and hold noise and slight moves for stable', () => {
    const now = START + 30 * DAY;
    const noisy = (slope: number) =>
      daily((day) => Math.min(1, Math.max(0, 0.5 + slope * (day - 15) + 0.2 * (uniform() - 0.5))));
    expect(row(noisy(0.01), 720, now).quality_trend).toBe('improving');
    expect(row(noisy(-0.01), 720, now).quality_trend).toBe('declining');
    expect(row(noisy(0), 720, now).quality_trend).toBe('stable');
    expect(row(noisy(0.0005), 720, now).quality_trend).toBe('stable');
    const slope = metric(row(noisy(0.01), 720, now), 'satisfaction')?.slope_per_day ?? 0;
    expect(slope).toBeGreaterThan(0.008);
    expect(slope).toBeLessThan(0.012);
  });

  it('do not take the evening for a decline when every evening is like that', () => {
    const rhythm = (day: number) => 0.6 + 0.3 * Math.cos(2 * Math.PI * day) + 0.02 * (uniform() - 0.5);
    const events = Array.from({ length: 28 * 24 }, (_, i) => score('satisfaction', START + i * HOUR, rhythm(i / 24)));
    expect(row(events, 24, START + 27.5 * DAY).quality_trend).toBe('stable');
  });

  it('tell when quality fell, by how much, and in which windows that lies', () => {
    const events = Array.from({ length: 29 * 24 }, (_, i) =>
      score('coherence', START + i * HOUR, (i < 27 * 24 ? 0.8 : 0.5) + 0.1 * (uniform() - 0.5)),
    );
    const now = START + 29 * DAY;
    const [anomaly, ...others] = row(events, 168, now).recent_anomalies;
    expect(others).toEqual([]);
    expect(anomaly).toMatchObject({ metric: 'coherence', direction: 'down' });
    expect(Math.abs(Date.parse(anomaly?.at ?? '') - (START + 27 * DAY))).toBeLessThanOrEqual(2 * HOUR);
    expect(anomaly?.size).toBeCloseTo(-0.3, 1);
    expect(row(events, 720, now).recent_anomalies).toEqual([anomaly]);
    expect(row(events, 24, now).recent_anomalies).toEqual([]);
  });

  it('stay silent on a month of steady, autocorrelated scores', () => {
    const next = autoregressive(0.6, normal(seededUniform(9)));
    const events = Array.from({ length: 720 }, (_, i) =>
      score('engagement', START + i * HOUR, Math.min(1, Math.max(0, 0.6 + 0.05 * next()))),
    );
    expect(row(events, 720, START + 30 * DAY)).toMatchObject({ quality_trend: 'stable', recent_anomalies: [] });
  });
});

describe('personality consistency', () => {
  const uniform = seededUniform(30);
  const RATES = {
    the: 0.04,
    a: 0.03,
    i: 0.03,
    you: 0.025,
    to: 0.03,
    and: 0.03,
    it: 0.02,
    of: 0.015,
    so: 0.01,
    but: 0.01,
    just: 0.01,
    really: 0.008,
  };
  const OTHER = {
    the: 0.06,
    a: 0.04,
    i: 0.008,
    you: 0.012,
    to: 0.035,
    and: 0.02,
    it: 0.01,
    of: 0.035,
    so: 0.003,
    but: 0.005,
    just: 0.002,
    really: 0.001,
  };

  /** A day of a bot's messages, 40 words each. */
  function day(number: number, messages: number, rates: Readonly<Record<string, number>>): AnnotatedEvent[] {
    return Array.from({ length: messages }, (_, i) => {
      const counts = Object.entries(rates).map(([word, rate]): [string, number] => {
        let n = 0;
        for (let k = 0; k < 40; k++) if (uniform() < rate) n++;
        return [word, n];
      });
      const function_words = Object.fromEntries(counts.filter(([, n]) => n > 0));
      return message('bot', START + number * DAY + i * MINUTE, { words: 40, sentences: 3, function_words });
    });
  }
  const month = (messages: number, rates: (day: number) => Readonly<Record<string, number>>) =>
    Array.from({ length: 30 }, (_, i) => day(i, messages, rates(i))).flat();
  const index = (events: readonly AnnotatedEvent[], windowHours: WindowHours = 168) =>
    row(events, windowHours, START + 29.5 * DAY).personality_consistency_index;

  it('stays near 1 for a bot that writes as ever, whether it writes little or much', () => {
    for (const messages of [3, 10, 60])
      for (const windowHours of [168, 720] as const)
        expect(
          index(
            month(messages, () => RATES),
            windowHours,
          ),
        ).toBeGreaterThan(0.85);
  });

  it('falls clearly when the bot changes character', () => {
    const changed = month(20, (d) => (d < 23 ? RATES : OTHER));
    expect(index(changed)).toBeLessThan(0.3);
    expect(
      index(
        month(20, (d) => (d < 15 ? RATES : OTHER)),
        720,
      ),
    ).toBeLessThan(0.3);
  });

  it('is null until the bot has said enough to compare', () => {
    expect(index(day(28, 5, RATES))).toBeNull();
    expect(index([])).toBeNull();
  });
});
