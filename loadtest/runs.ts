import { spreadOf } from './bench/spread.ts';
import { rounded, tableLines } from './bench/table.ts';
import type { Summary } from './run_k6.ts';

/** What matters of one run of k6. Milliseconds, as the reader saw them; NaN where nothing was counted. */
export interface Run {
  /** Reads a second that were asked for. */
  rate: number;
  held: boolean;
  reads: number;
  p50: number;
  p95: number;
  p99: number;
  slowest: number;
  /** 95th percentile of the reads that projected anew. */
  expiredP95: number;
  /** Answers labelled fresh, of all; users that nobody knows are labelled missing. */
  freshShare: number;
  failed: number;
  dropped: number;
}

export function runOf(summary: Summary, rate: number, held: boolean): Run {
  const at = (metric: string, value: string): number => {
    const found = summary[metric]?.[value];
    return typeof found === 'number' ? found : Number.NaN;
  };
  const timed =
    summary['http_req_duration{kind:read}'] === undefined ? 'http_req_duration' : 'http_req_duration{kind:read}';
  const labels = ['fresh', 'stale', 'heuristic', 'missing', 'degraded'];
  const answers = labels.map((label) => at(`answers_${label}`, 'count') || 0);
  const reads = answers.reduce((sum, count) => sum + count, 0);
  return {
    rate,
    held,
    reads,
    p50: at(timed, 'med'),
    p95: at(timed, 'p(95)'),
    p99: at(timed, 'p(99)'),
    slowest: at(timed, 'max'),
    expiredP95: at('http_req_duration{rows:expired}', 'p(95)'),
    freshShare: (answers[0] ?? 0) / reads,
    failed: at('http_req_failed', 'passes') || 0,
    dropped: at('dropped_iterations{scenario:read}', 'count') || 0,
  };
}

const HEAD = ['', 'rate/s', 'reads', 'p50 ms', 'p95', 'p99', 'slowest', 'expired p95', 'fresh %', 'failed', 'dropped'];
const MEASURED = ['p50', 'p95', 'p99', 'slowest', 'expiredP95'] as const;

/** One line a run; with several of the same kind, their median and quartiles too. */
export function runLines(runs: readonly Run[], withSpread: boolean): string[] {
  const rows = runs.map((run, index) => [
    `${index + 1} ${run.held ? 'held' : 'CROSSED'}`,
    run.rate,
    run.reads,
    ...MEASURED.map((name) => shown(run[name])),
    shown(100 * run.freshShare),
    run.failed,
    run.dropped,
  ]);
  if (withSpread && runs.length > 1) {
    for (const which of ['median', 'low', 'high'] as const) {
      const values = MEASURED.map((name) => shown(spreadOf(runs.map((run) => run[name]))[which]));
      rows.push([which === 'median' ? which : `${which} quartile`, '', '', ...values, '', '', '']);
    }
  }
  return tableLines(HEAD, rows);
}

function shown(value: number): string | number {
  return Number.isNaN(value) ? '-' : rounded(value, 2);
}
