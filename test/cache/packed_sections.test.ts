import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { packSections, unpackSections } from '../../src/cache/packed_sections.ts';
import { relabel, servedRow, servedWithoutRow } from '../../src/cache/served_section.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('packSections() and unpackSections()', () => {
  it('give back what they were given: rows, neutral values, no guidance, all of it and nothing', () => {
    const row = {
      data: JSON.stringify({ note: '“tea” 🍵', list: [1, null] }),
      version: '77',
      confidence: 0.25,
      computedAt: NOW,
      expiresAt: 8.64e15,
      guidance: { at: NOW, sentences: [{ worth: 0.5, text: 'Likes “tea” 🍵', tokens: 7 }] },
    };
    const sections = {
      memory_health: servedRow(row, 'fresh'),
      personality_profile: servedRow({ ...row, guidance: null, data: '{}' }, 'stale'),
      memory_behavior: servedWithoutRow('missing', { confidence: 0 }),
      engagement_opportunities: relabel(servedWithoutRow('heuristic', { confidence: 0.05, gap: 2 }, 'at1'), 'stale'),
    };
    const unpacked = unpackSections(packSections(sections));
    expect(unpacked).toStrictEqual(sections);
    expect(Object.values(unpacked).every(({ data }) => Buffer.isBuffer(data))).toBe(true);
    expect(unpackSections(packSections({}))).toEqual({});
  });
});
