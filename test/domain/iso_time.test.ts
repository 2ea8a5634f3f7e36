import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime } from '../../src/domain/iso_time.ts';

describe('isoTime()', () => {
  it('says what toISOString says, of every time there is', () => {
    const limit = 8.64e15;
    const days = fc.oneof(fc.integer({ min: -1e6, max: 4e6 }), fc.integer({ min: 0, max: 30_000 }));
    const withinDay = fc.oneof(fc.constantFrom(0, 1, 86_399_999, 0.5), fc.integer({ min: 0, max: 86_399_999 }));
    const dayTime = fc.tuple(days, withinDay).map(([day, ms]) => day * 86_400_000 + ms);
    const times = fc.oneof(dayTime, fc.double({ min: -limit, max: limit, noNaN: true }));
    fc.assert(
      fc.property(times, (ms) => {
        expect(isoTime(ms)).toBe(new Date(ms).toISOString());
      }),
      { numRuns: 2_000 },
    );
  });

  it('throws for what is no time', () => {
    expect(() => isoTime(Number.NaN)).toThrow(RangeError);
    expect(() => isoTime(9e15)).toThrow(RangeError);
  });
});
