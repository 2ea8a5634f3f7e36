import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const START_FROM_STATES = fileURLToPath(new URL('start_from_states.ts', import.meta.url));

describe('keepStatesYoung()', () => {
  it('keeps states that refreshes are done with from growing old, after a time in which many were in hand', () => {
    const megabytes = Number(execFileSync(process.execPath, [START_FROM_STATES, 'young'], { encoding: 'utf8' }));
    // Some 17, and 120 to 140 without it.
    expect(megabytes).toBeLessThan(60);
  });
});
