import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const STAND_BACK = new URL('../../src/main/stand_back.ts', import.meta.url).href;

describe.runIf(process.platform === 'linux')('standBack()', () => {
  it('makes every thread of the process stand back, those of V8 too', () => {
    const script = `import { readdirSync, readFileSync } from 'node:fs';
      import { standBack } from '${STAND_BACK}';
      standBack(7);
      const threads = readdirSync('/proc/self/task');
      // After the name, which is in parentheses: state is field 3 of stat(5), nice field 19.
      const niceOf = (id) => readFileSync('/proc/self/task/' + id + '/stat', 'utf8').split(') ')[1].split(' ')[16];
      console.log(JSON.stringify(threads.map(niceOf)));`;
    const values = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
    ) as string[];
    expect(values.length).toBeGreaterThan(1);
    expect(new Set(values)).toEqual(new Set(['7']));
  });
});
