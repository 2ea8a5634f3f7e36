import fc from 'fast-check';
import { createEmptyCard, fsrs, Rating } from 'ts-fsrs';
import { describe, expect, it } from 'vitest';
import { daysUntil, firstStrength, retrievability, strengthAfter } from '../../src/stats/forgetting_curve.ts';

const DAY_MS = 86_400_000;

describe('retrievability()', () => {
  it('is 1 at once, 0.9 after as many days as the stability, and follows the published power law after that', () => {
    expect(retrievability(0, 5)).toBe(1);
    expect(retrievability(5, 5)).toBeCloseTo(0.9, 12);
    // FSRS-6: (1 + (0.9^(-1/0.1542) - 1) * 50 / 5)^-0.1542
    expect(retrievability(50, 5)).toBeCloseTo((1 + (0.9 ** (-1 / 0.1542) - 1) * 10) ** -0.1542, 12);
  });

  it('only falls with time', () => {
    const days = fc.double({ min: 0, max: 4_000, noNaN: true });
    fc.assert(
      fc.property(days, days, fc.double({ min: 0.001, max: 36_500, noNaN: true }), (a, b, stability) => {
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
        expect(retrievability(later, stability)).toBeLessThanOrEqual(retrievability(sooner, stability));
      }),
    );
  });

  it('is undone by daysUntil()', () => {
    expect(retrievability(daysUntil(0.7, 3), 3)).toBeCloseTo(0.7, 12);
  });
});

describe('strengthAfter()', () => {
  it("goes the way of ts-fsrs's own scheduler through successes and a lapse", () => {
    const scheduler = fsrs({ enable_fuzz: false, learning_steps: [], relearning_steps: [] });
    const reviews = [
      [3, true],
      [9, true],
      [30, false],
      [2, true],
    ] as const;
    let now = new Date(Date.UTC(2026, 0, 1));
    let card = scheduler.next(createEmptyCard(now), now, Rating.Good).card;
    let strength = firstStrength(true);
    for (const [days, recalled] of reviews) {
      now = new Date(now.getTime() + days * DAY_MS);
      card = scheduler.next(card, now, recalled ? Rating.Good : Rating.Again).card;
      strength = strengthAfter(strength, days, recalled);
      expect(strength.stabilityDays).toBeCloseTo(card.stability, 6);
      expect(strength.difficulty).toBeCloseTo(card.difficulty, 6);
    }
  });

  it('gains more from a recall after a long break than from one the next day, and loses from a failure', () => {
    const first = firstStrength(true);
    const soon = strengthAfter(first, 1, true).stabilityDays;
    const late = strengthAfter(first, 10, true).stabilityDays;
    expect(soon).toBeGreaterThan(first.stabilityDays);
    expect(late).toBeGreaterThan(soon);
    expect(strengthAfter(first, 10, false).stabilityDays).toBeLessThan(first.stabilityDays);
  });
});
