import { Buffer } from 'node:buffer';

/** Bytes of a block: texts of some kilobytes waste half of one each. */
export const BLOCK_BYTES = 1_024;
/** Blocks that are taken from the system at once: a megabyte. */
const BLOCKS_AT_ONCE = 1_024;
const NONE = -1;

/**
 * Texts in memory of its own, kept until they are freed. A garbage collector has nothing to do with them: it neither
 * walks through them nor counts them. (V8 collects its whole heap whenever 64 MB of buffers were made since it did so
 * last.) What is freed is used again and never given back to the system.
 */
export class ByteBlocks {
  /** Shared memory, although nobody shares it: buffers of the other kind are counted. */
  readonly #areas: Buffer[] = [];
  /** By block, the one that goes on where it ends; of a free one, the next free one. */
  #next = new Int32Array(0);
  #free = NONE;

  /** Bytes that were taken from the system so far. */
  get takenBytes(): number {
    return this.#areas.length * BLOCKS_AT_ONCE * BLOCK_BYTES;
  }

  /** @returns what {@link read} and {@link free} know the bytes by */
  keep(bytes: Uint8Array): number {
    let following = NONE;
    for (let at = lastStart(bytes.length); at >= 0; at -= BLOCK_BYTES) {
      const block = this.#take();
      this.#place(block).set(bytes.subarray(at, at + BLOCK_BYTES));
      this.#next[block] = following;
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
      block = this.#next[block] ?? NONE;
    }
    return bytes;
  }

  /** @param first not to be used again */
  free(first: number): void {
    let last = first;
    for (let next = this.#next[last] ?? NONE; next !== NONE; next = this.#next[last] ?? NONE) last = next;
    this.#next[last] = this.#free;
    this.#free = first;
  }

  #take(): number {
    if (this.#free === NONE) this.#grow();
    const block = this.#free;
    this.#free = this.#next[block] ?? NONE;
    return block;
  }

  #grow(): void {
    const had = this.#next.length;
    this.#areas.push(Buffer.from(new SharedArrayBuffer(BLOCKS_AT_ONCE * BLOCK_BYTES)));
    const next = new Int32Array(had + BLOCKS_AT_ONCE);
    next.set(this.#next);
    for (let block = had; block < next.length; block++) next[block] = block + 1;
    next[next.length - 1] = this.#free;
    this.#next = next;
    this.#free = had;
  }

  #place(block: number): Buffer {
    const at = (block % BLOCKS_AT_ONCE) * BLOCK_BYTES;
    const area = this.#areas[Math.floor(block / BLOCKS_AT_ONCE)];
    if (area === undefined) throw new Error(`there is no block ${block}`);
    return area.subarray(at, at + BLOCK_BYTES);
  }
}

/** Where the last block of so many bytes begins; without any, one block is kept all the same. */
function lastStart(length: number): number {
  return Math.max(0, Math.ceil(length / BLOCK_BYTES) - 1) * BLOCK_BYTES;
}
