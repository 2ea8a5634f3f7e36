import { Buffer } from 'node:buffer';
import { ageSeconds } from '../cache/served_section.ts';
import type { ServedSection } from '../cache/served_section.ts';
import type { Slab } from './slab.ts';

/** Most characters of what is put in between: a time, or an age in seconds. */
const LONGEST_INSERT = 32;

/**
 * The JSON of an answer as bytes that are made once: what changes from one moment to the next (when it is served, and
 * how old each section is then) is put in between when it is sent.
 */
export class TimedJson {
  readonly #pieces: readonly Buffer[];
  readonly #computedAt: readonly (number | null)[];
  readonly #length: number;

  /**
   * @param top members that stay
   * @param member under which the sections stand
   */
  constructor(top: object, member: string, sections: readonly { name: string; section: ServedSection }[]) {
    const opening = `${JSON.stringify(top).slice(0, -1)},"${member}":{`;
    const pieces = sections.map(({ name, section: { head, data } }, index) => {
      const before = index === 0 ? opening : '},';
      return Buffer.from(`${before}"${name}":${head}${data},"age_seconds":`);
    });
    pieces.push(Buffer.from(`${sections.length === 0 ? opening : '}'}},"served_at":"`));
    this.#pieces = pieces;
    this.#computedAt = sections.map(({ section }) => section.computedAt);
    this.#length = pieces.reduce((sum, piece) => sum + piece.length + LONGEST_INSERT, LONGEST_INSERT);
  }

  /** The answer as it is served at `now`. @param slab whence it takes its memory */
  at(now: Date, slab: Slab): Uint8Array<ArrayBuffer> {
    const bytes = slab.cut(this.#length);
    const served = now.getTime();
    let end = 0;
    let computedAt: number | null | undefined;
    let age = '';
    for (let index = 0; index < this.#pieces.length; index++) {
      const piece = this.#pieces[index];
      if (piece !== undefined) bytes.set(piece, end);
      end += piece?.length ?? 0;
      const next = this.#computedAt[index];
      if (next === undefined) break;
      // Sections that were computed together are equally old.
      if (next !== computedAt) age = String(ageSeconds(next, served));
      computedAt = next;
      end += bytes.write(age, end, 'latin1');
    }
    end += bytes.write(`${now.toISOString()}"}`, end, 'latin1');
    slab.giveBack(this.#length - end);
    return bytes.subarray(0, end);
  }
}
