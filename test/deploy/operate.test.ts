import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/config.ts';

const OPERATE = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8');

describe('docs/operate.md', () => {
  it('has every setting with its default, and no other', () => {
    const table = /^## Settings\n(.*?)^## /msu.exec(OPERATE)?.[1] ?? '';
    const rows = [...table.matchAll(/^\| (`.+?`) +\| (.+?) +\|/gmu)].flatMap(([, names = '', defaults = '']) => {
      const values = defaults.split(/(?<=`) (?=`)/u);
      return names.split(' ').map((name, i) => [name.replaceAll('`', ''), values[i]?.replaceAll('`', '')] as const);
    });
    const documented = Object.fromEntries(rows.filter(([name]) => /^[A-Z_]+$/u.test(name)));
    const expected = Object.entries(SETTINGS).map(([name, value]) => [name, value ?? 'none']);
    // Its default depends on whether the database is embedded.
    expect(documented).toEqual({
      ...Object.fromEntries(expected),
      COLDPATH_READ_DEADLINE_MS: '50; embedded 1000',
      COLDPATH_COPY_MB: 'an eighth, 32–512',
    });
  });
});
