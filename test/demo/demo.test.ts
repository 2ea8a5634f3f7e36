import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const DEMO = new URL('../../src/main/demo.ts', import.meta.url).pathname;

const TITLES = [
  'CONVERSATION PATTERNS',
  'PERSONALITY PROFILE',
  'ENGAGEMENT OPPORTUNITIES',
  'MEMORY HEALTH',
  'MEMORY BEHAVIOUR',
  'CHARACTER PERFORMANCE',
  'GUIDANCE',
  'READ LATENCY',
];

describe('npm run demo', () => {
  test(
    'folds the sample and says all six sections, the guidance and the latency in words',
    { timeout: 60_000 },
    async () => {
      const { stdout, stderr } = await run(process.execPath, [DEMO, '--reads', '2']);
      expect(stderr).toBe('');
      const places = TITLES.map((title) => stdout.indexOf(`\n${title}: `));
      expect(Math.min(...places)).toBeGreaterThan(0);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(stdout).toMatch(/posted (\d+), folded \1 of \1 events/u);
      expect(stdout).toContain('Be more playful');
      expect(stdout).toContain('Be less scientific');
      expect(stdout).toMatch(/p50 [\d.]+ ms · p95 [\d.]+ ms · p99 [\d.]+ ms/u);
      expect(stdout).not.toMatch(/undefined|NaN|\[object|[{}]/u);
      expect(stdout.match(/^fresh, computed \d+ s ago · confidence 0\.\d\d of 1/gmu)).toHaveLength(TITLES.length - 1);
    },
  );

  test('refuses an option it does not have', { timeout: 60_000 }, async () => {
    await expect(run(process.execPath, [DEMO, '--fast'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("'--fast'"),
    });
  });
});
