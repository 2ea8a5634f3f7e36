import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { neutralSection } from '../../src/cache/neutral.ts';
import { headOf } from '../../src/cache/served_section.ts';
import { describeSection } from '../../src/demo/describe_insights.ts';
import { SECTION_NAMES, SectionSchema } from '../../src/domain/insights.ts';
import type { Section } from '../../src/domain/insights.ts';
import type { SectionName } from '../../src/domain/table.ts';

const NOW = '2026-03-10T15:30:00.000Z';

function neutral(name: SectionName): Section {
  const section = neutralSection(name, 'missing');
  return v.parse(SectionSchema, JSON.parse(`${headOf(section)}${section.data.toString()},"age_seconds":null}`));
}

describe('describeSection()', () => {
  test.each(SECTION_NAMES)('has words for a %s of which nothing is known', (name) => {
    const text = describeSection(name, neutral(name), NOW);
    expect(text).toContain('missing, not computed');
    expect(text).toContain('confidence 0.00 of 1 (little to go by)');
    expect(text).not.toMatch(/null|undefined|NaN|\[object|[{}]/u);
  });

  test('says how fresh and how sure a row is, and no line is wider than a terminal', () => {
    const memory = {
      memory_id: 'dog',
      source: 'memory',
      label: 'Otto is a nine-year-old brown dog at the shelter, one ear up, one down; Sam has fallen for him',
      created_at: '2026-03-01T15:30:00.000Z',
      last_recalled_at: '2026-03-08T15:30:00.000Z',
      recall_count: 2,
      retrievability: 0.834,
      stability_days: 12,
    };
    const section = neutral('memory_health');
    const data = { ...section.data, memory_snapshot: { total: 1, dropped: 0, memories: [memory] } };
    const text = describeSection(
      'memory_health',
      { ...section, freshness: 'fresh', computed_at: NOW, age_seconds: 3, confidence: 0.5, data },
      NOW,
    );
    expect(text).toContain('fresh, computed 3 s ago · confidence 0.50 of 1 (fairly sure)');
    expect(text).toContain('83 %  "Otto is a nine-year-old');
    expect(text.replace(/\s+/gu, ' ')).toContain('brought up 2 times, last 2 days ago');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('refuses a row that is not what the table holds', () => {
    const section = neutral('memory_health');
    expect(() => describeSection('memory_health', { ...section, data: {} }, NOW)).toThrow(/memory_snapshot/u);
  });
});
