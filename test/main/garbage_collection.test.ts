import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const START_FROM_STATES = fileURLToPath(new URL('start_from_states.ts', import.meta.url));
const GROW_OLD = fileURLToPath(new URL('grow_old.ts', import.meta.url));

describe('a web process', () => {
  it('lets garbage grow to twice what is alive before it goes over the whole heap', () => {
    const growth = (...given: string[]): number =>
      Number(execFileSync(process.execPath, ['--expose-gc', GROW_OLD, ...given], { encoding: 'utf8' }));
    // 3.9, and 2.2 where V8 does as it likes.
    expect(growth('rarely')).toBeGreaterThan(3);
    expect(growth()).toBeLessThan(3);
  });
});

describe('a process with a worker', () => {
  it('keeps states that refreshes are done with from growing old, after a time in which many were in hand', () => {
    const megabytes = Number(execFileSync(process.execPath, [START_FROM_STATES], { encoding: 'utf8' }));
    // Some 20; more than 120 where V8 does as it likes.
    expect(megabytes).toBeLessThan(60);
  });
});
