import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, ByteBlocks } from '../../src/cache/byte_blocks.ts';

/** Bytes that are the same nowhere else. */
function bytesOf(length: number, seed: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * 31 + seed * 17 + (index >> 8)) % 251));
}

describe('ByteBlocks', () => {
  it('gives back what it keeps, whatever is kept and freed beside it', () => {
    const length = fc.oneof(
      fc.integer({ min: 0, max: 5 * BLOCK_BYTES }),
      fc.constantFrom(0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 2 * BLOCK_BYTES),
    );
    const step = fc.record({ length, frees: fc.option(fc.nat({ max: 50 })) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const blocks = new ByteBlocks();
        const kept: { first: number; bytes: Buffer }[] = [];
        for (const [seed, { length: bytes, frees }] of steps.entries()) {
          const made = bytesOf(bytes, seed);
          kept.push({ first: blocks.keep(made), bytes: made });
          const [freed] = frees === null ? [] : kept.splice(frees % kept.length, 1);
          if (freed !== undefined) blocks.free(freed.first);
        }
        for (const { first, bytes } of kept) expect(blocks.read(first, bytes.length).equals(bytes)).toBe(true);
      }),
    );
  });

  it('takes memory that the garbage collector does not count, and uses again what was freed', () => {
    const blocks = new ByteBlocks();
    const mine = bytesOf(10_000, 1);
    const before = process.memoryUsage().external;
    const places = Array.from({ length: 2_000 }, () => blocks.keep(mine));
    expect(process.memoryUsage().external - before).toBeLessThan(1_000_000);
    const taken = blocks.takenBytes;
    expect(taken).toBeGreaterThanOrEqual(places.length * mine.length);
    expect(taken).toBeLessThan(1.1 * places.length * mine.length);
    for (let round = 0; round < 5; round++) {
      for (const place of places) blocks.free(place);
      for (let index = 0; index < places.length; index++) places[index] = blocks.keep(mine);
    }
    expect(blocks.takenBytes).toBe(taken);
  });
});
