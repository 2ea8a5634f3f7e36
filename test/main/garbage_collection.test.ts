import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const START_FROM_STATES = fileURLToPath(new URL('start_from_states.ts', import.meta.url));

describe('a process with a worker', () => {
  it('keeps states that refreshes are done with from growing old, after a time in which many were in hand', () => {
    const megabytes = Number(execFileSync(process.execPath, [START_FROM_STATES], { encoding: 'utf8' }));
    // Some 20; more than 120 where V8 does as it likes.
    expect(megabytes).toBeLessThan(60);
  });
});
