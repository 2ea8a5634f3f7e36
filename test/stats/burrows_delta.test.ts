import { describe, expect, it } from 'vitest';
import { burrowsDelta } from '../../src/stats/burrows_delta.ts';
import { seededUniform } from './seeded_noise.ts';

const RATES = [0.06, 0.05, 0.04, 0.03, 0.03, 0.02, 0.02, 0.015, 0.01, 0.01];
const SPREADS = RATES.map(() => 0.25);
const POISSON = RATES.map(() => 1);

/** The counts of a text of `words` words by a writer with these rates. */
function text(words: number, rates: readonly number[], seed: number) {
  const uniform = seededUniform(seed);
  return { words, counts: rates.map((rate) => Array.from({ length: words }, uniform).filter((u) => u < rate).length) };
}

describe('burrowsDelta()', () => {
  it('is the mean absolute difference of z-scores', () => {
    // Rates .05 and .03 against .03 and .03, spread .25 of the mean rate: z = 2 and 0; chance is negligible.
    const delta = burrowsDelta(
      { words: 1e9, counts: [5e7, 3e7] },
      { words: 1e9, counts: [3e7, 3e7] },
      [0.25, 0.25],
      [1, 1],
    );
    expect(delta?.delta).toBeCloseTo((0.02 / (0.25 * 0.04) + 0) / 2, 4);
    expect(delta?.chance).toBeLessThan(0.001);
  });

  it('of two texts of one writer is what it says chance gives, long texts or short', () => {
    for (const words of [400, 1_500, 6_000]) {
      let delta = 0;
      let chance = 0;
      for (let seed = 0; seed < 40; seed++) {
        const both = burrowsDelta(text(words, RATES, 2 * seed), text(words, RATES, 2 * seed + 1), SPREADS, POISSON);
        delta += both?.delta ?? 0;
        chance += both?.chance ?? 0;
      }
      expect(delta / chance).toBeGreaterThan(0.9);
      expect(delta / chance).toBeLessThan(1.1);
    }
  });

  it('exceeds chance clearly when the writer changes', () => {
    const other = RATES.map((rate, i) => rate * (i % 2 === 0 ? 1.4 : 0.65));
    const delta = burrowsDelta(text(3_000, RATES, 1), text(3_000, other, 2), SPREADS, POISSON);
    expect((delta?.delta ?? 0) / (delta?.chance ?? 1)).toBeGreaterThan(2);
  });

  it('says nothing where no feature is frequent enough', () => {
    expect(burrowsDelta({ words: 10, counts: [1] }, { words: 10, counts: [2] }, [0.25], [1])).toBeNull();
    expect(burrowsDelta({ words: 0, counts: [] }, { words: 10, counts: [9] }, [0.25], [1])).toBeNull();
  });
});
