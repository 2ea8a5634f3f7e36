import { Buffer } from 'node:buffer';
import { ageSeconds } from '../cache/served_section.ts';
import type { ServedSection } from '../cache/served_section.ts';
import type { Slab } from './slab.ts';

const TIME_LENGTH = new Date(0).toISOString().length;
/** Room for an age to grow by: digits and a point. */
const SPARE = 4;
const SPACE = 0x20;

/**
 * The JSON of an answer as bytes that are made once, with room for what changes from one moment to the next: when it is
 * served, and how old each section is then. What an age does not fill are spaces, which JSON allows.
 */
export class TimedJson {
  readonly #top: string;
  readonly #member: string;
  readonly #sections: readonly { name: string; section: ServedSection }[];
  #bytes = Buffer.alloc(0);
  /** Where an age begins, for each section, and how long it may be. */
  #ages: readonly number[] = [];
  #width = 0;

  /**
   * @param top members that stay
   * @param member under which the sections stand
   */
  constructor(top: object, member: string, sections: readonly { name: string; section: ServedSection }[]) {
    this.#top = JSON.stringify(top).slice(0, -1);
    this.#member = member;
    this.#sections = sections;
  }

  /** The answer as it is served at `now`. @param slab whence it takes its memory */
  at(now: Date, slab: Slab): Uint8Array<ArrayBuffer> {
    const ages = this.#agesAt(now.getTime());
    const longest = ages.reduce((most, age) => Math.max(most, age.length), 0);
    if (longest > this.#width) this.#makeRoom(longest + SPARE);
    const bytes = slab.cut(this.#bytes.length);
    bytes.set(this.#bytes);
    for (let index = 0; index < ages.length; index++) {
      const age = ages[index] ?? '';
      const start = this.#ages[index] ?? 0;
      for (let i = 0; i < age.length; i++) bytes[start + i] = age.charCodeAt(i);
    }
    bytes.write(now.toISOString(), bytes.length - TIME_LENGTH - 2, 'latin1');
    return bytes;
  }

  #agesAt(now: number): string[] {
    let computedAt: number | null | undefined;
    let age = '';
    return this.#sections.map(({ section }) => {
      // Sections that were computed together are equally old.
      if (section.computedAt !== computedAt) age = String(ageSeconds(section.computedAt, now));
      computedAt = section.computedAt;
      return age;
    });
  }

  #makeRoom(width: number): void {
    const room = Buffer.alloc(width, SPACE);
    const pieces: Buffer[] = [];
    const ages: number[] = [];
    let length = 0;
    const add = (piece: Buffer): void => {
      pieces.push(piece);
      length += piece.length;
    };
    const opening = `${this.#top},"${this.#member}":{`;
    for (const [index, { name, section }] of this.#sections.entries()) {
      const before = index === 0 ? opening : '},';
      add(Buffer.from(`${before}"${name}":${section.head}${section.data},"age_seconds":`));
      ages.push(length);
      add(room);
    }
    const time = new Date(0).toISOString();
    add(Buffer.from(`${this.#sections.length === 0 ? opening : '}'}},"served_at":"${time}"}`));
    this.#bytes = Buffer.concat(pieces);
    this.#ages = ages;
    this.#width = width;
  }
}
