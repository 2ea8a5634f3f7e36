import { Buffer } from 'node:buffer';
import { ageSeconds } from '../cache/served_section.ts';
import type { ServedSection } from '../cache/served_section.ts';
import { isoTime } from '../domain/iso_time.ts';
import type { Connection } from './node_bindings.ts';

const TIME_LENGTH = new Date(0).toISOString().length;
/** Room for an age to grow by: digits and a point. */
const SPARE = 4;
const SPACE = 0x20;
const AGE = Buffer.from(',"age_seconds":');

/** An answer's bytes, with what has to be known to fill in its times. */
interface Layout {
  bytes: Buffer<ArrayBuffer>;
  /** Where an age begins, for each section. */
  ages: readonly number[];
  /** How long an age may be. */
  width: number;
  /** Where the bytes were sent last. */
  sentTo: Connection;
}

/**
 * The JSON of an answer, with room for what changes from one moment to the next: when it is served, and how old each
 * section is then. What an age does not fill are spaces, which JSON allows.
 */
export class TimedJson {
  readonly #top: string;
  readonly #member: string;
  readonly #sections: readonly { name: string; section: ServedSection }[];
  #kept: Layout | undefined;

  /**
   * @param top members that stay
   * @param member under which the sections stand
   */
  constructor(top: object, member: string, sections: readonly { name: string; section: ServedSection }[]) {
    this.#top = JSON.stringify(top).slice(0, -1);
    this.#member = member;
    this.#sections = sections;
  }

  /**
   * The answer as it is served at `now`.
   * @param to the connection that it is written to at once: its bytes are kept, and sent again to whoever asks next,
   *   unless they are still on their way. Without it the answer gets bytes of its own
   */
  at(now: Date, to?: Connection): Uint8Array<ArrayBuffer> {
    const ages = this.#agesAt(now.getTime());
    const longest = ages.reduce((most, age) => Math.max(most, age.length), 0);
    const kept = this.#kept;
    if (to === undefined || kept === undefined || kept.sentTo.writableLength > 0 || longest > kept.width) {
      const layout = this.#layOut(longest + SPARE, to);
      if (to !== undefined) this.#kept = layout;
      return fillIn(layout, ages, now);
    }
    kept.sentTo = to;
    return fillIn(kept, ages, now);
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

  #layOut(width: number, sentTo: Connection = NOWHERE): Layout {
    const opening = `${this.#top},"${this.#member}":{`;
    const heads = this.#sections.map(({ name, section: { head } }, index) => {
      const before = index === 0 ? opening : '},';
      return Buffer.from(`${before}"${name}":${head}`);
    });
    const datas = this.#sections.map(({ section: { data } }) => data);
    const end = Buffer.from(
      `${this.#sections.length === 0 ? opening : '}'}},"served_at":"${new Date(0).toISOString()}"}`,
    );
    const length = [...heads, ...datas, end].reduce((sum, piece) => sum + piece.length, 0);
    const bytes = Buffer.allocUnsafeSlow(length + heads.length * (AGE.length + width));
    let at = 0;
    const ages = datas.map((data, index) => {
      for (const piece of [heads[index], data, AGE]) {
        if (piece !== undefined) bytes.set(piece, at);
        at += piece?.length ?? 0;
      }
      const age = at;
      at += width;
      return age;
    });
    bytes.set(end, at);
    return { bytes, ages, width, sentTo };
  }
}

const NOWHERE: Connection = { writableLength: 0 };

function fillIn({ bytes, ages: starts, width }: Layout, ages: readonly string[], now: Date): Buffer<ArrayBuffer> {
  for (let index = 0; index < ages.length; index++) {
    const age = ages[index] ?? '';
    const start = starts[index] ?? 0;
    for (let i = 0; i < width; i++) bytes[start + i] = i < age.length ? age.charCodeAt(i) : SPACE;
  }
  bytes.write(isoTime(now.getTime()), bytes.length - TIME_LENGTH - 2, 'latin1');
  return bytes;
}
