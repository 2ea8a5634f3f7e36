import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { usualCopyBytes } from '../../src/main/copy_memory.ts';

const MB = 1_048_576;

describe('usualCopyBytes()', () => {
  it.each([
    [64, 32],
    [512, 64],
    [2_048, 256],
    [65_536, 512],
  ])('of %i MB takes %i', (memory, copies) => {
    expect(usualCopyBytes(memory * MB)).toBe(copies * MB);
  });

  it('takes no more than its share of this machine', () => {
    expect(usualCopyBytes()).toBeLessThanOrEqual(Math.max(32 * MB, totalmem() / 8));
    expect(usualCopyBytes()).toBeGreaterThanOrEqual(32 * MB);
  });
});
