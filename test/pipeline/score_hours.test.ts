import { describe, expect, it } from 'vitest';
import { hourChanges } from '../../src/pipeline/score_hours.ts';

const head = { at: 1_000 * 3_600_000, eventId: 'e' };
const sum = (hour: number, n: number, value: number) => ({
  metric: 'm',
  hour,
  n,
  sum: n * value,
  sumSquares: n * value * value,
});

describe('hourChanges()', () => {
  it('adds what is new, and nothing where nothing changed', () => {
    const before = { version: 1, hours: [sum(990, 2, 0.5)] };
    expect(hourChanges(null, before, head)).toMatchObject([
      { version: 1, differences: [{ n: 2, sum: '1.0000', sum_squares: '0.50000000' }] },
    ]);
    expect(hourChanges(before, before, head)).toEqual([]);
  });

  it('takes back what a conversation no longer adds', () => {
    const [change] = hourChanges(
      { version: 1, hours: [sum(990, 2, 0.1)] },
      { version: 1, hours: [sum(990, 1, 0.1)] },
      head,
    );
    expect(change?.differences).toMatchObject([{ n: -1, sum: '-0.1000', sum_squares: '-0.01000000' }]);
  });

  it('moves everything to the new version, so that going back and forth counts nothing twice', () => {
    const one = { version: 1, hours: [sum(990, 5, 0.2)] };
    const two = { version: 2, hours: [sum(990, 5, 0.2)] };
    expect(hourChanges(one, two, head)).toMatchObject([
      { version: 1, differences: [{ n: -5 }] },
      { version: 2, differences: [{ n: 5 }] },
    ]);
    expect(hourChanges(two, one, head)).toMatchObject([
      { version: 2, differences: [{ n: -5 }] },
      { version: 1, differences: [{ n: 5 }] },
    ]);
  });

  it('leaves hours alone that no window reaches', () => {
    expect(hourChanges({ version: 1, hours: [sum(200, 1, 1)] }, { version: 1, hours: [] }, head)).toEqual([]);
  });
});
