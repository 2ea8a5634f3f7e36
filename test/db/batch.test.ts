import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Batch } from '../../src/db/batch.ts';

describe('Batch', () => {
  const double = vi.fn(async (numbers: readonly number[]) => {
    await setImmediate();
    if (numbers.includes(13)) throw new Error('13 is unlucky');
    return numbers.map((number) => 2 * number);
  });

  it('does together what is asked for in one turn, or while the last batch is out, as many as may be', async () => {
    double.mockClear();
    const batch = new Batch({ max: 4 }, double);
    const first = [1, 2, 3].map((number) => batch.do(number));
    await setImmediate();
    const then = [4, 5, 6, 7, 8].map((number) => batch.do(number));
    expect(await Promise.all([...first, ...then])).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
    expect(double.mock.calls.flat()).toEqual([[1, 2, 3], [4, 5, 6, 7], [8]]);
    expect(await batch.do(9)).toBe(18);
  });

  it('fails the one that cannot be done, and only that', async () => {
    const batch = new Batch({ max: 4 }, double);
    const done = await Promise.allSettled([1, 13, 3].map((number) => batch.do(number)));
    expect(done).toEqual([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: new Error('13 is unlucky') },
      { status: 'fulfilled', value: 6 },
    ]);
  });

  it('has no more batches out than it may, each taken as soon as there is room', async () => {
    double.mockClear();
    const batch = new Batch({ max: 2, out: 2 }, double);
    const done = [1, 2, 3, 4, 5].map((number) => batch.do(number));
    await setImmediate();
    expect(double.mock.calls.flat()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await Promise.all(done)).toEqual([2, 4, 6, 8, 10]);
    expect(double.mock.calls.flat()).toHaveLength(3);
  });

  it('fails all at once where it is not to try again', async () => {
    double.mockClear();
    const batch = new Batch({ max: 4, again: false }, double);
    const done = await Promise.allSettled([1, 13, 3].map((number) => batch.do(number)));
    expect(done.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(double).toHaveBeenCalledOnce();
    expect(await batch.do(9)).toBe(18);
  });
});
