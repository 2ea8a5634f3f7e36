import { Buffer } from 'node:buffer';
import { ageSeconds } from '../cache/served_section.ts';
import type { ServedSection } from '../cache/served_section.ts';
import type { Slab } from './slab.ts';

const TIME_LENGTH = new Date(0).toISOString().length;
/** Room for an age to grow by: digits and a point. */
const SPARE = 4;
const SPACE = 0x20;
const AGE = Buffer.from(',"age_seconds":');

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
  #width = -1;

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
    if (longest > this.#width) {
      this.#makeRoom(longest + SPARE);
      // Whoever asks first gets these very bytes: from now on they are copied, and never written to.
      return this.#fillIn(this.#bytes, ages, now);
    }
    const bytes = slab.cut(this.#bytes.length);
    bytes.set(this.#bytes);
    return this.#fillIn(bytes, ages, now);
  }

  #fillIn(bytes: Buffer<ArrayBuffer>, ages: readonly string[], now: Date): Buffer<ArrayBuffer> {
    for (let index = 0; index < ages.length; index++) {
      const age = ages[index] ?? '';
      const start = this.#ages[index] ?? 0;
      for (let i = 0; i < this.#width; i++) bytes[start + i] = i < age.length ? age.charCodeAt(i) : SPACE;
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
    const opening = `${this.#top},"${this.#member}":{`;
    const heads = this.#sections.map(({ name, section: { head } }, index) => {
      const before = index === 0 ? opening : '},';
      return Buffer.from(`${before}"${name}":${head}`);
    });
    const end = Buffer.from(
      `${this.#sections.length === 0 ? opening : '}'}},"served_at":"${new Date(0).toISOString()}"}`,
    );
    const datas = this.#sections.map(({ section: { data } }) => data);
    const length = [...heads, ...datas, end].reduce((sum, piece) => sum + piece.length, 0);
    const bytes = Buffer.allocUnsafeSlow(length + heads.length * (AGE.length + width));
    let at = 0;
    this.#ages = datas.map((data, index) => {
      for (const piece of [heads[index], data, AGE]) {
        if (piece !== undefined) bytes.set(piece, at);
        at += piece?.length ?? 0;
      }
      const age = at;
      at += width;
      return age;
    });
    bytes.set(end, at);
    this.#bytes = bytes;
    this.#width = width;
  }
}
