import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonDistance } from '../../src/stats/json_distance.ts';

describe('jsonDistance()', () => {
  it('is 0 for the same, 1 for nothing in common, and never outside, the same in both directions', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(jsonDistance(a, JSON.parse(JSON.stringify(a)))).toBe(0);
        const distance = jsonDistance(a, b);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1 + 1e-9);
        expect(jsonDistance(b, a)).toBeCloseTo(distance, 12);
      }),
    );
    expect(jsonDistance({ a: 1, b: 'x' }, { c: 1 })).toBe(1);
  });

  it('is small for a small difference, and the mean over places', () => {
    expect(jsonDistance(100, 101)).toBeCloseTo(1 / 201);
    expect(jsonDistance(-1, 1)).toBe(1);
    expect(jsonDistance({ a: 'x', b: 'y' }, { a: 'x', b: 'z' })).toBe(0.5);
    expect(jsonDistance(['x', 'y', 'z', 'w'], ['x', 'y', 'z'])).toBe(0.25);
    expect(jsonDistance([], {})).toBe(1);
  });
});
