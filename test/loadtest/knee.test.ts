import { describe, expect, it } from 'vitest';
import { findKnee } from '../../loadtest/knee.ts';

describe('findKnee()', () => {
  /** A server that bears so many reads a second. */
  const search = async (start: number, knee: number): Promise<{ found: number; tried: number[] }> => {
    const tried: number[] = [];
    const found = await findKnee(start, async (rate) => {
      tried.push(rate);
      return { held: rate <= knee };
    });
    return { found, tried };
  };

  it.each([
    [1_000, 70],
    [1_000, 900],
    [1_000, 1_000],
    [1_000, 7_300],
    [250, 31_000],
  ])('begun at %d/s finds %d/s to within a tenth, in 16 runs at the most', async (start, knee) => {
    const { found, tried } = await search(start, knee);
    expect(found).toBeLessThanOrEqual(knee);
    expect(found * 1.11).toBeGreaterThan(knee);
    expect(tried.length).toBeLessThanOrEqual(16);
  });

  it('says 0 when no rate is borne, and gives up upwards where the load generator would', async () => {
    expect((await search(1_000, 0)).found).toBe(0);
    const { found, tried } = await search(1_000, Number.POSITIVE_INFINITY);
    expect(found).toBe(32_000);
    expect(Math.max(...tried)).toBe(32_000);
  });
});
