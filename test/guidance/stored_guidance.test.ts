import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SECTION_NAMES } from '../../src/domain/insights.ts';
import { SECTION_TABLES } from '../../src/domain/table.ts';
import { guidanceOf } from '../../src/guidance/guidance.ts';
import { guidanceOfData } from './guidance_of_data.ts';
import { sentencesOfStored, withGuidance } from '../../src/guidance/stored_guidance.ts';
import { tokensOf, tokensOfLine } from '../../src/guidance/tokens.ts';
import { arbitraryEvents } from '../engines/arbitrary_events.ts';
import { CONVERSATION_ENGINES, projectRows } from '../../src/engines/registry.ts';
import { sampleMoments } from './engine_rows.ts';
import type { Moment } from './engine_rows.ts';

const MOMENTS = sampleMoments();
const LINES = [...new Set(MOMENTS.flatMap((moment) => textOf(fromStored(moment), 4_000).split('\n')))].filter(
  (text) => text !== '',
);

describe('what rows have to say, computed with them and stored', () => {
  it('is what the same rows say when they are read back and parsed, within any budget', () => {
    const told = new Set<string>();
    for (const moment of MOMENTS) {
      for (const budget of [0, 10, 25, 60, 120, 200, 4_000]) {
        const text = textOf(fromStored(moment), budget);
        expect(text).toBe(guidanceOfData(readBack(moment), budget));
        expect(tokensOf(text)).toBeLessThanOrEqual(budget);
        told.add(text);
      }
    }
    // The sample says something of every kind, and what it says changes.
    expect(told.size).toBeGreaterThan(100);
    expect(LINES.length).toBeGreaterThan(50);
  });

  it('is the same for whatever is folded', () => {
    fc.assert(
      fc.property(arbitraryEvents(80), fc.nat(40), fc.nat(300), (events, days, budget) => {
        const engines = CONVERSATION_ENGINES.map((engine) => engine.run());
        for (const event of events) for (const engine of engines) engine.fold(event);
        const now = new Date((events.at(-1)?.at ?? 0) + days * 86_400_000);
        const moment = { now, rows: projectRows(engines, now) };
        expect(textOf(fromStored(moment), budget)).toBe(guidanceOfData(readBack(moment), budget));
      }),
      { numRuns: 60 },
    );
  });

  it('holds only for a row that was computed at the same moment', () => {
    const stored = { at: 5, sentences: [{ worth: 1, text: 'Hi.', tokens: 2 }] };
    expect(sentencesOfStored(stored, 5)).toEqual([{ worth: 1, text: 'Hi.', tokens: 2 }]);
    expect(sentencesOfStored(stored, 6)).toBeUndefined();
    expect(sentencesOfStored(null, 5)).toBeUndefined();
    expect(sentencesOfStored({ at: 5, sentences: [{ text: 'Hi.' }] }, 5)).toBeUndefined();
    expect(sentencesOfStored([], 5)).toBeUndefined();
  });

  it('tells no mood of a user who is back after days, whether or not the section that knows of it is asked for', () => {
    const absent = MOMENTS.map((moment) => fromStored(moment).filter(({ name }) => name === 'conversation_patterns'));
    const said = absent.filter((_, index) => index % 3 === 2).map((sections) => textOf(sections, 4_000));
    expect(said.join('\n')).toContain('The user writes');
    expect(said.join('\n')).not.toContain('mood');
  });
});

describe('the tokens of lines', () => {
  // Odd, but as `quote` leaves it: no line breaks.
  const odd = oneOf([
    'a',
    'b',
    '1',
    'Z',
    ' ',
    '  ',
    '\t',
    '"',
    "'",
    "'s",
    '.',
    '?',
    '!',
    '…',
    ':;',
    '/',
    '//',
    '‹|',
    '@',
  ]);
  const foreign = oneOf(['温室', 'の', 'トマト', '안녕', '你好', '。', '！', '「', '」', '👩‍👩‍👧', '🏳️‍🌈', '👍🏽', 'é́́', 'ß']);
  const anything = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .map((text) => text.replace(/[\r\n\u2028\u2029]/gu, ''));
  const words = fc.oneof(odd, anything, foreign);
  const line = fc
    .oneof(
      fc.constantFrom(...LINES),
      fc.tuple(fc.constantFrom('A plan: "', 'Be more "', 'é', '你'), words, fc.constantFrom('".', '.', '', ' x.')),
    )
    .map((parts) => (typeof parts === 'string' ? parts : parts.join('')));

  it('are never fewer than those of the lines together', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const sum = lines.reduce((total, one) => total + tokensOfLine(one), 0);
        expect(tokensOf(lines.join('\n'))).toBeLessThanOrEqual(sum);
      }),
      { numRuns: 2_000 },
    );
  });

  it('count a last line without its break where that takes more', () => {
    const line = 'A plan of the user to ask about: "what now:;".';
    expect(tokensOf(line)).toBeGreaterThan(tokensOf(`${line}\n`));
    expect(tokensOfLine(line)).toBe(tokensOf(line));
  });

  it('begin with a letter, as the count wants them, and are one line', () => {
    for (const text of LINES) expect(text).toMatch(/^\p{L}[^\r\n]*$/u);
  });
});

function oneOf(parts: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((chosen) => chosen.join(''));
}

function fromStored({ now, rows }: Moment) {
  const guided = withGuidance(rows, 'elena', now);
  return SECTION_NAMES.flatMap((name) => {
    const row = guided.get(SECTION_TABLES[name]);
    if (row === undefined) return [];
    const sentences = sentencesOfStored(JSON.parse(JSON.stringify(row.guidance)), now.getTime());
    return sentences === undefined ? [] : [{ name, sentences }];
  });
}

function textOf(sections: ReturnType<typeof fromStored>, budget: number): string {
  return guidanceOf(sections, budget);
}

function readBack({ rows }: Moment) {
  const sections = Object.fromEntries(
    SECTION_NAMES.flatMap((name) => {
      const row = rows.get(SECTION_TABLES[name]);
      return row === undefined
        ? []
        : [[name, { confidence: row.confidence, data: JSON.parse(JSON.stringify(row)) as unknown }]];
    }),
  );
  return { bot_name: 'elena', sections };
}
