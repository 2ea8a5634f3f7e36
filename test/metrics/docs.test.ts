import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ALERTS } from '../../grafana/alerts.ts';
import { MEASUREMENTS } from '../../src/metrics/measurements.ts';
import type { Measurement } from '../../src/metrics/measurements.ts';

const text = await readFile(new URL('../../docs/metrics.md', import.meta.url), 'utf8');

/** The rows of the table under a heading, their cells without backticks. */
function tableUnder(heading: string): string[][] {
  const section = text.split(/^## /mu).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('docs/metrics.md', () => {
  it('lists every measurement, with its tags', () => {
    const expected = Object.entries<Measurement>(MEASUREMENTS).map(([name, { tags, help }]) => [
      name,
      Object.keys(tags).join(', '),
      help,
    ]);
    expect(tableUnder('Measurements')).toEqual(expected);
  });

  it('lists every field, with its kind and unit', () => {
    const expected = Object.entries<Measurement>(MEASUREMENTS).flatMap(([name, { fields }]) =>
      Object.entries(fields).map(([field, { kind, unit, help }]) => [name, field, kind, unit, help]),
    );
    expect(tableUnder('Fields')).toEqual(expected);
  });

  it('lists every alert with its limit, and says what to do', () => {
    const expected = ALERTS.map(({ title, limit, minutes, beyond }) => [title, `${beyond} ${limit}`, `${minutes} min`]);
    const rows = tableUnder('Alerts');
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual(expected);
    for (const [title, , , todo] of rows)
      expect({ title, told: (todo?.length ?? 0) > 40 }).toEqual({ title, told: true });
  });
});
