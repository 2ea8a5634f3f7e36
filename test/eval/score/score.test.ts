import { describe, expect, it } from 'vitest';
import { testHours } from '../timing.ts';
import { scoreChangepoints } from './changepoints.ts';
import { scoreFormality } from './formality.ts';
import { scoreRecall } from './recall.ts';
import type { Figures } from './scored.ts';
import { scoreTiming } from './timing.ts';
import { scoreTopics } from './topics.ts';

const DAY_MS = 86_400_000;
const said = (count: number) => Array.from({ length: count }, () => 'u');
const review = (day: number, recalled: number) => ({ at_ms: day * DAY_MS, recalled, scored: day > 0.1 });

function rounded(figures: Figures | undefined): Figures {
  return Object.fromEntries(Object.entries(figures ?? {}).map(([name, value]) => [name, Number(value.toFixed(4))]));
}

// The figures are those of the reference scorer of the labelled data, a program of its own in another language.
describe('scores agree with the reference scorer', () => {
  it('on topics', () => {
    const { shipped, baselines } = scoreTopics(
      [
        { utterances: said(12), starts: [3, 7] },
        { utterances: said(9), starts: [] },
        { utterances: said(15), starts: [5, 6, 11] },
      ],
      [{ starts: [3, 8] }, { starts: [4] }, { starts: [5, 11] }],
    );
    expect(rounded(shipped)).toEqual({ score: 0.5308, f1: 0.4333, pk: 0.359, wd: 0.3846 });
    expect(rounded(baselines['no boundaries'])).toEqual({ score: 0.5359, f1: 0.3333, pk: 0.2615, wd: 0.2615 });
  });

  it('on recall', () => {
    const { shipped, baselines } = scoreRecall(
      [
        { id: 'a', reviews: [review(0, 1), review(1, 1), review(5, 0)] },
        { id: 'b', reviews: [review(0.01, 0), review(2, 1), review(7, 1)] },
      ],
      [{ p: [0.5, 0.9, 0.72] }, { p: [0.5, 0.72, 0.83] }],
    );
    expect(rounded(shipped)).toEqual({ 'log-loss': 0.4733, auc: 0.8333, calibration: 0.1842 });
    expect(rounded(baselines['constant at the true rate'])).toMatchObject({ 'log-loss': 0.5623, auc: 0.5 });
  });

  it('on change points', () => {
    const zeros = (count: number) => Array.from({ length: count }, () => 0);
    const { shipped, baselines } = scoreChangepoints(
      [
        { values: zeros(30), annotations: { x: [10, 20], y: [11] } },
        { values: zeros(40), annotations: { x: [] } },
      ],
      [{ changepoints: [8, 25] }, { changepoints: [20] }],
    );
    expect(rounded(shipped)).toEqual({ f1: 0.8333, cover: 0.5748 });
    expect(rounded(baselines['no changes'])).toEqual({ f1: 0.7941, cover: 0.7172 });
  });

  it('on timing', () => {
    const sent = [
      [0, 0.2, 3, 9, 20, 21, 30, 40, 41, 60],
      [5, 6, 29, 30, 31, 54, 77, 78, 90, 101],
    ].map((hours) => hours.map((hour) => Math.trunc(hour * 3_600) + 60));
    const { shipped, baselines } = scoreTiming(
      sent.map((times) => ({ sent_at: times })),
      sent.map((times) => ({ p: testHours(times).map((_, i) => 0.05 + 0.03 * (i % 7)) })),
    );
    expect(shipped['log-loss']).toBeCloseTo(0.34973, 5);
    expect(rounded(shipped)).toMatchObject({ skill: -0.0269, auc: 0.5357 });
    const losses = Object.values(baselines).map((figures) => Number(figures['log-loss']?.toFixed(5)));
    expect(losses).toEqual([0.36696, 0.34058, 0.34832]);
  });

  it('on formality', () => {
    const { shipped, baselines } = scoreFormality(
      [
        { text: 'hi', score: 0.1 },
        { text: 'see you', score: 0.2 },
        { text: 'yes', score: 0.2 },
        { text: 'We regret to inform you.', score: 0.9 },
      ],
      [{ score: 0.3 }, { score: 0.2 }, { score: 0.3 }, { score: 0.8 }],
    );
    expect(rounded(shipped)).toEqual({ spearman: 0.5, pearson: 0.9656 });
    expect(baselines['text length']?.['spearman']).toBeCloseTo(0.9487, 4);
  });
});
