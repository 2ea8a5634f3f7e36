import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const STAND_BACK = new URL('../../src/main/stand_back.ts', import.meta.url).href;

interface Thread {
  name: string;
  nice: number;
}

/** The threads of a process that called it. */
function threadsAfter(call: string): Thread[] {
  // After the name, which is in parentheses: state is field 3 of stat(5), nice field 19.
  const script = `import { readdirSync, readFileSync } from 'node:fs';
    import * as standing from '${STAND_BACK}';
    standing.${call};
    const threads = readdirSync('/proc/self/task').map((id) => {
      const [, name, rest] = /\\((.*)\\) (.*)/s.exec(readFileSync('/proc/self/task/' + id + '/stat', 'utf8'));
      return { name, nice: Number(rest.split(' ')[16]) };
    });
    console.log(JSON.stringify(threads));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
  ) as Thread[];
}

describe.runIf(process.platform === 'linux')('standBack()', () => {
  it('makes every thread of the process stand back, those of V8 too', () => {
    const threads = threadsAfter('standBack(7)');
    expect(threads.length).toBeGreaterThan(1);
    expect(new Set(threads.map(({ nice }) => nice))).toEqual(new Set([7]));
  });
});

describe.runIf(process.platform === 'linux')('standBackHelpers()', () => {
  it('makes the threads of V8 stand back, and no other', () => {
    const threads = threadsAfter('standBackHelpers()');
    const helpers = threads.filter(({ name }) => name === 'V8Worker');
    const others = threads.filter(({ name }) => name !== 'V8Worker');
    expect(helpers.length).toBeGreaterThan(0);
    expect(new Set(helpers.map(({ nice }) => nice))).toEqual(new Set([10]));
    expect(others.map(({ nice }) => nice)).not.toContain(10);
  });
});
