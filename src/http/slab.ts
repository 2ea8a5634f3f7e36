import { Buffer } from 'node:buffer';

/** Bytes of a slab: some hundred answers. */
const SLAB_BYTES = 1_048_576;

/**
 * Memory for answers, cut from slabs one after the other: an allocation of its own for each answer would keep the
 * garbage collector busier than the answers do. A slab is free again when the last of its answers has been sent.
 */
export class Slab {
  #slab = Buffer.alloc(0);
  #used = 0;

  /** A piece of so many bytes, whatever they hold. */
  cut(length: number): Buffer<ArrayBuffer> {
    if (this.#used + length > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, length));
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += length;
    return this.#slab.subarray(start, this.#used);
  }
}
