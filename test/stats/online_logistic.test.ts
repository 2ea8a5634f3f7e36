import { describe, expect, it } from 'vitest';
import { learnOutcome, logit, predictOutcome, priorBelief, sigmoid } from '../../src/stats/online_logistic.ts';
import type { WeightBelief } from '../../src/stats/online_logistic.ts';

const SIZE = 2;

/** A fixed scatter of numbers in 0 to 1 (golden-ratio sequence): the test needs no chance. */
const scatter = (index: number, step: number) => (index * step) % 1;

describe('online logistic model', () => {
  it('says what the offset says until something was learnt, but for the doubt about the weights', () => {
    expect(predictOutcome(priorBelief(SIZE, 0), [1, 3], logit(0.8))).toBeCloseTo(0.8, 12);
    // MacKay 1992: logit / sqrt(1 + pi v / 8), with v = 1 for one feature of 1 and prior variance 1.
    expect(predictOutcome(priorBelief(1, 1), [1], 2)).toBeCloseTo(sigmoid(2 / Math.sqrt(1 + Math.PI / 8)), 12);
  });

  it('finds the weights that the outcomes were drawn with', () => {
    let belief: WeightBelief = priorBelief(SIZE, 1);
    for (let i = 1; i <= 20_000; i++) {
      const x = 4 * scatter(i, 0.618_033_988_75) - 2;
      const outcome = scatter(i, 0.754_877_666_25) < sigmoid(0.5 - 0.8 * x);
      belief = learnOutcome(belief, [1, x], 0, outcome);
    }
    expect(belief.mean[0]).toBeCloseTo(0.5, 1);
    expect(belief.mean[1]).toBeCloseTo(-0.8, 1);
  });

  it('is as sure after n outcomes as the curvature of the likelihood allows: variance 1 / (1 / prior + n p (1 - p))', () => {
    let belief: WeightBelief = priorBelief(1, 0.5);
    for (let i = 0; i < 1_000; i++) belief = learnOutcome(belief, [1], 0, i % 2 === 0);
    expect(belief.covariance[0]?.[0]).toBeCloseTo(1 / (1 / 0.5 + 1_000 / 4), 4);
  });

  it('keeps chances of 0 and 1 finite', () => {
    expect(logit(0)).toBeCloseTo(-9.21, 2);
    expect(logit(1)).toBeCloseTo(9.21, 2);
  });
});
