import { describe, expect, it } from 'vitest';
import type { Sample } from './settling.ts';
import { distanceOf, distancesOf, settledBy } from './settling.ts';

/** Three conversations at 0, 1 and 2 (mean 1, variance 1), of which few messages say what all do, plus `error`. */
function samples(messages: number, confidence: number, error: number | null): Sample[] {
  return [0, 1, 2].map((whole) => ({
    conversation: `c${whole}`,
    messages,
    part: { confidence, values: { level: error === null ? null : whole + error } },
    whole: { confidence: 1, values: { level: whole } },
  }));
}

describe('settledBy()', () => {
  it('is 1 where few messages say what all say, and a half where they err as much as conversations differ', () => {
    const [few, many] = settledBy(distancesOf([...samples(10, 0.3, 1), ...samples(30, 0.9, 0)]));
    expect(few).toEqual({ messages: 10, confidence: expect.closeTo(0.3, 10), reliability: 0.5, n: 3 });
    expect(many).toMatchObject({ messages: 30, reliability: 1 });
  });

  it('takes what is not told for the mean of all conversations', () => {
    const distances = distancesOf(samples(10, 0, null));
    expect(distances.map(distanceOf)).toEqual([1, 0, 1]);
    expect(settledBy(distances)[0]?.reliability).toBeCloseTo(1 / (1 + 2 / 3), 10);
  });

  it('passes over values in which conversations do not differ', () => {
    const alike = samples(10, 0.5, 3).map((sample) => ({ ...sample, whole: { confidence: 1, values: { level: 1 } } }));
    expect(distancesOf(alike)).toEqual([]);
  });
});
