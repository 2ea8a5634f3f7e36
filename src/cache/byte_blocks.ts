import { Buffer } from 'node:buffer';

/** Of each text half a block is wasted. */
export const BLOCK_BYTES = 1_024;
/** Blocks that are taken from the system at once: a megabyte. */
const BLOCKS_AT_ONCE = 1_024;
const NONE = -1;

interface Area {
  /** Shared memory, although nobody shares it: buffers of the other kind are counted. */
  bytes: Buffer;
  /** By block, the one that goes on where it ends; of a free one, the next free one. */
  next: Int32Array;
}

/**
 * Texts in memory of its own, kept until they are freed. A garbage collector has nothing to do with them: it neither
 * walks through them nor counts them. (V8 collects its whole heap whenever 64 MB of buffers were made since it did so
 * last.) What is freed is used again and never given back to the system.
 */
export class ByteBlocks {
  readonly #areas: Area[] = [];
  #free = NONE;

  /** Bytes that were taken from the system so far. */
  get takenBytes(): number {
    return this.#areas.length * BLOCKS_AT_ONCE * BLOCK_BYTES;
  }

  /** @returns what {@link read} and {@link free} know the bytes by */
  keep(bytes: Uint8Array): number {
    let following = NONE;
    for (let at = bytesFor(bytes.length) - BLOCK_BYTES; at >= 0; at -= BLOCK_BYTES) {
      if (this.#free === NONE) this.#grow();
      const block = this.#free;
      this.#free = this.#after(block);
      this.#place(block).set(bytes.subarray(at, at + BLOCK_BYTES));
      this.#link(block, following);
      following = block;
    }
    return following;
  }

  /** @param length of what was kept */
  read(first: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    let block = first;
    for (let at = 0; at < length; at += BLOCK_BYTES) {
      bytes.set(this.#place(block).subarray(0, length - at), at);
      block = this.#after(block);
    }
    return bytes;
  }

  /** @param first not to be used again */
  free(first: number): void {
    let last = first;
    for (let next = this.#after(last); next !== NONE; next = this.#after(last)) last = next;
    this.#link(last, this.#free);
    this.#free = first;
  }

  #grow(): void {
    const first = this.#areas.length * BLOCKS_AT_ONCE;
    const next = Int32Array.from({ length: BLOCKS_AT_ONCE }, (_, index) => first + index + 1);
    next[BLOCKS_AT_ONCE - 1] = this.#free;
    this.#areas.push({ bytes: Buffer.from(new SharedArrayBuffer(BLOCKS_AT_ONCE * BLOCK_BYTES)), next });
    this.#free = first;
  }

  #after(block: number): number {
    return this.#area(block).next[block % BLOCKS_AT_ONCE] ?? NONE;
  }

  #link(block: number, following: number): void {
    this.#area(block).next[block % BLOCKS_AT_ONCE] = following;
  }

  #place(block: number): Buffer {
    const at = (block % BLOCKS_AT_ONCE) * BLOCK_BYTES;
    return this.#area(block).bytes.subarray(at, at + BLOCK_BYTES);
  }

  #area(block: number): Area {
    const area = this.#areas[Math.floor(block / BLOCKS_AT_ONCE)];
    if (area === undefined) throw new Error(`there is no block ${block}`);
    return area;
  }
}

/** Bytes that are taken to keep so many: one block at least. */
export function bytesFor(length: number): number {
  return Math.max(1, Math.ceil(length / BLOCK_BYTES)) * BLOCK_BYTES;
}
