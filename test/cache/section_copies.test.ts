import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { SectionCopies } from '../../src/cache/section_copies.ts';
import type { Sections } from '../../src/cache/section_copies.ts';
import { relabel, servedRow } from '../../src/cache/served_section.ts';
import { SECTION_NAMES } from '../../src/domain/insights.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const DATA_LENGTH = 1_000;

function sectionsOf(user: string): Sections {
  const told = { worth: 0.5, text: `What ${user} likes: “tea”`, tokens: 7 };
  const row = {
    data: JSON.stringify({ note: `${user} `.padEnd(DATA_LENGTH, '…') }),
    version: '77',
    confidence: 0.5,
    computedAt: NOW - 1_000,
    expiresAt: NOW + 60_000,
    guidance: { at: NOW - 1_000, sentences: [told] },
  };
  return Object.fromEntries(SECTION_NAMES.map((name) => [name, servedRow(row, 'fresh')])) as Sections;
}

function copiesOf(maxBytes: number): SectionCopies {
  const copies = new SectionCopies(maxBytes);
  copies.startListening();
  return copies;
}

function keep(copies: SectionCopies, userId: string, sections = sectionsOf(userId)): Sections {
  copies.store(copies.begin({ botName: 'elena', userId }), sections, NOW);
  return sections;
}

describe('SectionCopies', () => {
  it('gives back what it was given, whatever is in it, as one object for as long as nothing changes', () => {
    const copies = copiesOf(1_000_000);
    const key = { botName: 'elena', userId: 'sam' };
    const sections = keep(copies, 'sam');
    const copy = copies.good(key, NOW);
    expect(copy).toEqual(sections);
    expect(Buffer.isBuffer(copy?.memory_health.data)).toBe(true);
    expect(copies.good(key, NOW + 1)).toBe(copy);
    // The bot's own section is everybody's.
    const { character_performance: performance } = keep(copies, 'kim');
    expect(copies.good(key, NOW + 1)).toEqual({ ...sections, character_performance: performance });
  });

  it('holds a copy that nobody has asked for yet, however old, for when the database is away', () => {
    const copies = copiesOf(1_000_000);
    const sections = keep(copies, 'sam');
    copies.stopListening();
    expect(copies.good({ botName: 'elena', userId: 'sam' }, NOW)).toBeUndefined();
    expect(copies.any({ botName: 'elena', userId: 'sam' })).toEqual(sections);
  });

  it('is good until the first of the rows expires, or for a second of what is not fresh', () => {
    const copies = copiesOf(1_000_000);
    const [sam, kim] = ['sam', 'kim'].map((userId) => ({ botName: 'elena', userId }));
    if (sam === undefined || kim === undefined) throw new Error('two were made');
    keep(copies, 'sam');
    expect(copies.good(sam, NOW + 59_999)).toBeDefined();
    expect(copies.good(sam, NOW + 60_000)).toBeUndefined();
    const stale = sectionsOf('kim');
    keep(copies, 'kim', { ...stale, memory_health: relabel(stale.memory_health, 'stale') });
    expect(copies.good(kim, NOW + 999)?.memory_health.freshness).toBe('stale');
    expect(copies.good(kim, NOW + 1_000)).toBeUndefined();
  });

  it('holds about as many bytes as it may, more conversations while nobody asks for them again', () => {
    const users = Array.from({ length: 500 }, (_, index) => `user-${index}`);
    const heldBy = (isAskedAgain: boolean): number => {
      const copies = copiesOf(2_000_000);
      for (const userId of users) {
        keep(copies, userId);
        if (isAskedAgain) copies.good({ botName: 'elena', userId }, NOW);
      }
      return users.filter((userId) => copies.any({ botName: 'elena', userId }).memory_health !== undefined).length;
    };
    const [once, again] = [heldBy(false), heldBy(true)];
    expect(again).toBeGreaterThan(20);
    expect(once).toBeGreaterThan(2 * again);
    expect(once * DATA_LENGTH * (SECTION_NAMES.length - 1)).toBeLessThan(2_000_000);
  });

  it('holds nothing where it may not', () => {
    const copies = copiesOf(0);
    keep(copies, 'sam');
    expect(copies.any({ botName: 'elena', userId: 'sam' }).memory_health).toBeUndefined();
  });
});
