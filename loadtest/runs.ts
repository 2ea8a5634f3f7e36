import { spreadOf } from './bench/spread.ts';
import { rounded, tableLines } from './bench/table.ts';
import { CROSSED } from './run_k6.ts';
import type { Summary } from './run_k6.ts';
import { MOST_STOLEN } from './stolen_time.ts';

/** Resident megabytes; undefined where the system does not tell. */
export interface Resident {
  web: number | undefined;
  worker: number | undefined;
}

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
  /** Checks that failed for another reason than that the database was too late for an answer. */
  wrong: number;
  dropped: number;
  /** Share of the machine's time that its host gave to others meanwhile: what was measured is theirs too. */
  stolen: number;
  /** What the same work took before the run, in milliseconds: how fast the machine was, as far as it does not tell. */
  workMs: number;
  memory: { before: Resident; after: Resident };
}

/** EX_TEMPFAIL of sysexits.h: to be tried again later. */
const DISTURBED = 75;

/** Whether a run says something. One that was nothing but late, on a machine that was taken away, does not. */
export function isGood({ held, failed, wrong, stolen }: Run): boolean {
  return held || failed > 0 || wrong > 0 || !(stolen > MOST_STOLEN);
}

/** The exit code: 99 when a good run crossed a threshold, 75 when fewer than `wanted` runs were good, else 0. */
export function verdictOf(runs: readonly Run[], wanted: number): number {
  const good = runs.filter(isGood);
  if (good.some(({ held }) => !held)) return CROSSED;
  return good.length < wanted ? DISTURBED : 0;
}

export function runOf(summary: Summary, told: Pick<Run, 'rate' | 'held' | 'stolen' | 'workMs' | 'memory'>): Run {
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
    ...told,
    reads,
    p50: at(timed, 'med'),
    p95: at(timed, 'p(95)'),
    p99: at(timed, 'p(99)'),
    slowest: at(timed, 'max'),
    expiredP95: at('http_req_duration{rows:expired}', 'p(95)'),
    freshShare: (answers[0] ?? 0) / reads,
    failed: at('http_req_failed', 'passes') || 0,
    wrong: (at('checks', 'fails') || 0) - (at('answers_degraded', 'count') || 0),
    dropped: at('dropped_iterations{scenario:read}', 'count') || 0,
  };
}

const TIMES = ['p50 ms', 'p95', 'p99', 'slowest', 'expired p95'];
const MACHINE = ['stolen %', 'work ms', 'web MB', 'worker MB'];
const HEAD = ['', 'rate/s', 'reads', ...TIMES, 'fresh %', 'failed', 'dropped', ...MACHINE];
const MEASURED = ['p50', 'p95', 'p99', 'slowest', 'expiredP95'] as const;

/** One line a run; with several of the same kind, their median and quartiles too. */
export function runLines(runs: readonly Run[], withSpread: boolean): string[] {
  const rows = runs.map((run, index) => [
    `${index + 1} ${wordFor(run)}`,
    run.rate,
    run.reads,
    ...MEASURED.map((name) => shown(run[name])),
    shown(100 * run.freshShare),
    run.failed,
    run.dropped,
    shown(100 * run.stolen),
    shown(run.workMs),
    grown(run, 'web'),
    grown(run, 'worker'),
  ]);
  if (withSpread && runs.length > 1) {
    for (const which of ['median', 'low', 'high'] as const) {
      const values = MEASURED.map((name) => shown(spreadOf(runs.map((run) => run[name]))[which]));
      const blanks = HEAD.slice(3 + TIMES.length).map(() => '');
      rows.push([which === 'median' ? which : `${which} quartile`, '', '', ...values, ...blanks]);
    }
  }
  return tableLines(HEAD, rows);
}

function wordFor(run: Run): string {
  if (run.held) return 'held';
  return isGood(run) ? 'CROSSED' : 'disturbed';
}

/** Its memory before the run and after it. */
function grown({ memory: { before, after } }: Run, process: keyof Resident): string {
  return [before[process], after[process]].map((mb) => mb?.toFixed(0) ?? '-').join('→');
}

function shown(value: number): string | number {
  return Number.isNaN(value) ? '-' : rounded(value, 2);
}
