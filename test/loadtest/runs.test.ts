import { describe, expect, it } from 'vitest';
import { runLines, runOf, verdictOf } from '../../loadtest/runs.ts';
import type { Run } from '../../loadtest/runs.ts';

const SUMMARY = {
  'http_req_duration{kind:read}': { med: 1.2, 'p(95)': 4, 'p(99)': 9, max: 30 },
  answers_fresh: { count: 98 },
  answers_missing: { count: 2 },
  answers_degraded: { count: 3 },
};
const runThat = (held: boolean, stolen: number, failed = 0, failedChecks = 3): Run =>
  runOf(
    { ...SUMMARY, http_req_failed: { passes: failed }, checks: { fails: failedChecks } },
    {
      rate: 200,
      held,
      stolen,
      workMs: 31.5,
      memory: { before: { web: 205.4, worker: undefined }, after: { web: 431, worker: undefined } },
    },
  );
const [HELD, CROSSED, DISTURBED] = [runThat(true, 0.2), runThat(false, 0.02), runThat(false, 0.2)];

describe('the verdict on runs of k6', () => {
  it('is good when as many as were wanted held, whatever was stolen', () => {
    expect(verdictOf([HELD], 1)).toBe(0);
    expect(verdictOf([DISTURBED, HELD, HELD], 2)).toBe(0);
  });

  it('is bad when a threshold was crossed on a machine that was there, or one that does not tell', () => {
    expect(verdictOf([HELD, CROSSED], 2)).toBe(99);
    expect(verdictOf([DISTURBED, CROSSED], 1)).toBe(99);
    expect(verdictOf([runThat(false, Number.NaN)], 1)).toBe(99);
  });

  it('is bad when a read failed or an answer was wrong, whatever was stolen', () => {
    expect(verdictOf([runThat(false, 0.9, 1)], 1)).toBe(99);
    expect(verdictOf([runThat(false, 0.9, 0, 4)], 1)).toBe(99);
  });

  it('is left open when too few runs were good', () => {
    expect(verdictOf([DISTURBED, DISTURBED], 1)).toBe(75);
    expect(verdictOf([HELD, DISTURBED], 2)).toBe(75);
  });

  it('stands in each line of the table, with what was stolen, how fast the machine was, and what memory grew', () => {
    const lines = runLines([HELD, CROSSED, DISTURBED], true).map((line) => line.trim().split(/\s{2,}/u));
    expect(lines.map(([what]) => what)).toEqual(
      expect.arrayContaining(['1 held', '2 CROSSED', '3 disturbed', 'median']),
    );
    expect(lines.find(([what]) => what === '3 disturbed')?.slice(-4)).toEqual(['20', '31.5', '205→431', '-→-']);
    expect(lines.find(([what]) => what === '1 held')).toContain('95.15');
  });
});
