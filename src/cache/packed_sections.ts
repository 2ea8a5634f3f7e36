import { Buffer } from 'node:buffer';
import type { Freshness } from '../domain/insights.ts';
import type { SectionName } from '../domain/table.ts';
import type { ToldSentence } from '../guidance/told.ts';
import type { ServedSection } from './served_section.ts';

/** All of a section but its data, which lies behind. */
type About = [
  name: SectionName,
  freshness: Freshness,
  confidence: number,
  computedAt: number | null,
  expiresAt: number | null,
  version: string,
  sentences: readonly ToldSentence[] | null,
  dataLength: number,
];

/** Bytes of the number that says how long the JSON of all that is about sections is. */
const LENGTH_BYTES = 4;

/** Sections as bytes: that number, the JSON, then what each section says. */
export function packSections(sections: Partial<Record<SectionName, ServedSection>>): Buffer {
  const abouts: About[] = [];
  const datas: Buffer[] = [];
  let length = 0;
  for (const [name, section] of Object.entries(sections) as [SectionName, ServedSection][]) {
    const { freshness, confidence, computedAt, expiresAt, version, sentences = null, data } = section;
    abouts.push([name, freshness, confidence, computedAt, expiresAt, version, sentences, data.length]);
    datas.push(data);
    length += data.length;
  }
  const json = JSON.stringify(abouts);
  const jsonLength = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafeSlow(LENGTH_BYTES + jsonLength + length);
  bytes.writeUInt32LE(jsonLength);
  bytes.write(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + jsonLength;
  for (const data of datas) {
    bytes.set(data, at);
    at += data.length;
  }
  return bytes;
}

/** The sections that were packed; what they say is not copied. */
export function unpackSections(bytes: Buffer): Partial<Record<SectionName, ServedSection>> {
  let at = LENGTH_BYTES + bytes.readUInt32LE();
  const abouts = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, at)) as About[];
  const sections: Partial<Record<SectionName, ServedSection>> = {};
  for (const [name, freshness, confidence, computedAt, expiresAt, version, sentences, length] of abouts) {
    const data = bytes.subarray(at, at + length);
    at += length;
    sections[name] = { freshness, confidence, computedAt, expiresAt, data, version, sentences: sentences ?? undefined };
  }
  return sections;
}
