import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { packSections } from '../../src/cache/packed_sections.ts';
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

function own({ character_performance: _everybodys, ...sections }: Sections): Partial<Sections> {
  return sections;
}

describe('SectionCopies', () => {
  it('gives back what it was given, whatever is in it, from the second time on as one object until something changes', () => {
    const copies = copiesOf(1_000_000);
    const key = { botName: 'elena', userId: 'sam' };
    const sections = keep(copies, 'sam');
    const once = copies.good(key, NOW);
    expect(once).toEqual(sections);
    const copy = copies.good(key, NOW);
    expect(copy).toEqual(sections);
    expect(copy).not.toBe(once);
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

  it('is good until the row of the bot expires that it is told with', () => {
    const copies = copiesOf(1_000_000);
    const key = { botName: 'elena', userId: 'sam' };
    const { character_performance: performance, ...rest } = sectionsOf('sam');
    keep(copies, 'sam', { ...rest, character_performance: { ...performance, expiresAt: NOW + 10_000 } });
    expect(copies.good(key, NOW + 9_999)).toBeDefined();
    expect(copies.good(key, NOW + 10_000)).toBeUndefined();
  });

  it('holds nothing any more of before changes were not heard of, once they are heard again', () => {
    const copies = copiesOf(1_000_000);
    const key = { botName: 'elena', userId: 'sam' };
    keep(copies, 'sam');
    copies.stopListening();
    copies.startListening();
    expect(copies.good(key, NOW)).toBeUndefined();
    expect(copies.any(key)).toEqual({});
  });

  it('keeps nothing that was being read while changes were not heard of', () => {
    const copies = copiesOf(1_000_000);
    const key = { botName: 'elena', userId: 'sam' };
    const before = copies.begin(key);
    copies.stopListening();
    keep(copies, 'sam');
    expect(copies.any(key)).toEqual({});
    const meanwhile = copies.begin(key);
    copies.startListening();
    for (const load of [before, meanwhile]) copies.store(load, sectionsOf('sam'), NOW);
    expect(copies.any(key)).toEqual({});
    expect([before.overtaken, meanwhile.overtaken]).toEqual([true, true]);
  });

  it('holds about as many bytes as it may, and as many conversations when they are asked for again', () => {
    const users = Array.from({ length: 1_000 }, (_, index) => `user-${index}`);
    const heldBy = (isAskedAgain: boolean): number => {
      const copies = copiesOf(2_000_000);
      for (const userId of users) {
        keep(copies, userId);
        if (isAskedAgain) for (let times = 0; times < 3; times++) copies.good({ botName: 'elena', userId }, NOW);
      }
      return users.filter((userId) => copies.any({ botName: 'elena', userId }).memory_health !== undefined).length;
    };
    const held = heldBy(false);
    expect(held * packSections(own(sectionsOf('user-0'))).length).toBeGreaterThan(1_000_000);
    expect(held * packSections(own(sectionsOf('user-0'))).length).toBeLessThan(2_000_000);
    expect(heldBy(true)).toBe(held);
  });

  it('gives back of each conversation what was said last, after others were dropped, replaced and forgotten', () => {
    const maxBytes = 800_000;
    const copies = copiesOf(maxBytes);
    const last = new Map<string, Sections>();
    for (let step = 0; step < 2_000; step++) {
      const userId = `user-${(Math.floor(step / 3) * 7) % 100}`;
      // Of lengths that need more and fewer blocks than what was there.
      last.set(userId, keep(copies, userId, sectionsOf(`${userId} `.repeat(1 + 9 * (step % 23)))));
      for (let times = 0; times < step % 4; times++) {
        const told = copies.good({ botName: 'elena', userId }, NOW);
        expect(told?.memory_health.data).toEqual(last.get(userId)?.memory_health.data);
      }
      if (step % 5 !== 0) continue;
      copies.forget(JSON.stringify(['elena', `user-${step % 100}`]));
      last.delete(`user-${step % 100}`);
    }
    const found = [...last].flatMap(([userId, sections]) => {
      const copy = copies.good({ botName: 'elena', userId }, NOW);
      return copy === undefined ? [] : [{ copy: own(copy), kept: own(sections) }];
    });
    expect(found.map(({ copy }) => copy)).toEqual(found.map(({ kept }) => kept));
    expect(found.length).toBeGreaterThan(5);
    expect(found.length).toBeLessThan(last.size);
    expect(copies.takenBytes).toBeGreaterThan(0);
    expect(copies.takenBytes).toBeLessThan(maxBytes + 1_100_000);
  });

  it('holds nothing where it may not', () => {
    const copies = copiesOf(0);
    keep(copies, 'sam');
    expect(copies.any({ botName: 'elena', userId: 'sam' }).memory_health).toBeUndefined();
  });
});
