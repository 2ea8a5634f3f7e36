import { describe, expect, it } from 'vitest';
import type { DecayingShares } from '../../src/stats/decaying_shares.ts';
import { countName, sharesOf } from '../../src/stats/decaying_shares.ts';

const counted = (names: readonly string[], halfLife: number, atMost: number) =>
  names.reduce((shares: DecayingShares, name) => countName(shares, name, halfLife, atMost), []);

describe('decaying shares', () => {
  it('count a name half after a half-life of other names', () => {
    const [first, second] = sharesOf(counted(['a', 'b'], 1, 5));
    expect(first).toEqual({ name: 'b', share: expect.closeTo(2 / 3, 10) });
    expect(second?.name).toBe('a');
  });

  it('drop the rarest name when there are too many', () => {
    const names = sharesOf(counted(['a', 'a', 'b', 'c', 'c', 'd'], 1_000, 3)).map(({ name }) => name);
    expect(names.sort()).toEqual(['a', 'c', 'd']);
  });
});
