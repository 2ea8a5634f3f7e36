import { Buffer } from 'node:buffer';
import { headOf } from '../cache/served_section.ts';
import type { ServedSection } from '../cache/served_section.ts';
import { ageSeconds } from '../domain/insights.ts';
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
  /** When each section was computed, in epoch milliseconds, side by side; NaN for one without a row. */
  readonly #computedAt: Float64Array;
  #kept: Layout | undefined;

  /**
   * @param top members that stay
   * @param member under which the sections stand
   */
  constructor(top: object, member: string, sections: readonly { name: string; section: ServedSection }[]) {
    this.#top = JSON.stringify(top).slice(0, -1);
    this.#member = member;
    this.#sections = sections;
    this.#computedAt = Float64Array.from(sections, ({ section }) => section.computedAt ?? Number.NaN);
  }

  /**
   * The answer as it is served at `now`.
   * @param to the connection that it is written to at once: its bytes are kept, and sent again to whoever asks next,
   *   unless they are still on their way. Without it the answer gets bytes of its own
   */
  at(now: Date, to?: Connection): Uint8Array<ArrayBuffer> {
    const kept = this.#kept;
    if (to !== undefined && kept !== undefined && kept.sentTo.writableLength === 0) {
      kept.sentTo = to;
      if (this.#fillIn(kept, now)) return kept.bytes;
    }
    const layout = this.#layOut(this.#longestAge(now.getTime()) + SPARE, to);
    if (to !== undefined) this.#keep(layout);
    this.#fillIn(layout, now);
    return layout.bytes;
  }

  /** Keeps the bytes, and what the sections say as a part of them instead of a second time. */
  #keep(layout: Layout): void {
    this.#kept = layout;
    for (const [index, { section }] of this.#sections.entries()) {
      const end = (layout.ages[index] ?? 0) - AGE.length;
      section.data = layout.bytes.subarray(end - section.data.length, end);
    }
  }

  #longestAge(now: number): number {
    return this.#computedAt.reduce((most, computedAt) => Math.max(most, ageText(computedAt, now).length), 0);
  }

  /** @returns false, with the bytes of no use, when an age is longer than its place */
  #fillIn({ bytes, ages, width }: Layout, now: Date): boolean {
    const ms = now.getTime();
    let last: number | undefined;
    let age = '';
    for (let index = 0; index < ages.length; index++) {
      const computedAt = this.#computedAt[index] ?? Number.NaN;
      // Sections that were computed together are equally old.
      if (computedAt !== last) age = ageText(computedAt, ms);
      last = computedAt;
      if (age.length > width) return false;
      const start = ages[index] ?? 0;
      for (let i = 0; i < width; i++) bytes[start + i] = i < age.length ? age.charCodeAt(i) : SPACE;
    }
    bytes.write(isoTime(ms), bytes.length - TIME_LENGTH - 2, 'latin1');
    return true;
  }

  #layOut(width: number, sentTo: Connection = NOWHERE): Layout {
    const opening = `${this.#top},"${this.#member}":{`;
    const heads = this.#sections.map(({ name, section }, index) => {
      const before = index === 0 ? opening : '},';
      return Buffer.from(`${before}"${name}":${headOf(section)}`);
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

/** Seconds since a section was computed; of one without a row, null. */
function ageText(computedAt: number, now: number): string {
  return Number.isNaN(computedAt) ? 'null' : String(ageSeconds(computedAt, now));
}
