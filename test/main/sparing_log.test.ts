import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { sparingLog } from '../../src/main/sparing_log.ts';

describe('sparingLog()', () => {
  it('writes one line a second about the same trouble, with how often it came, and another at once', () => {
    const lines: Record<string, unknown>[] = [];
    const logger = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as never) });
    let now = 0;
    const log = sparingLog(logger, () => new Date(now));
    for (; now < 1_000; now += 10) log(new Error('gone'), 'read insights');
    expect(lines.map(({ msg }) => msg)).toEqual(['cannot read insights']);
    log(new Error('gone'), 'listen for changes');
    log(new Error('gone'), 'read insights');
    expect(lines.map(({ msg, before }) => [msg, before])).toEqual([
      ['cannot read insights', undefined],
      ['cannot listen for changes', undefined],
      ['cannot read insights', 99],
    ]);
  });
});
