// Load tests: npm run loadtest -- NAME [options]. Starts Postgres (or uses DATABASE_URL), web and a worker, seeds users,
// runs k6, prints a short table and saves the summaries under loadtest/results. The exit code is k6's: 0 when every
// threshold held in every run, 99 when one was crossed; 75 when that says nothing, because the machine was taken away.
import { parseArgs } from 'node:util';
import type { Database } from '../src/db/db.ts';
import { AppError } from '../src/domain/errors.ts';
import { seedForReads, userName } from './bench/backlog.ts';
import { openBenchDatabase } from './bench/bench_database.ts';
import { memoryOf } from './bench/process_memory.ts';
import { openProgress } from './bench/progress.ts';
import { expireRows } from './bench/queries/expire_rows.ts';
import { startWorkers } from './bench/worker_processes.ts';
import { joinControlGroup } from './control_group.ts';
import { findK6 } from './find_k6.ts';
import { freePort } from './free_port.ts';
import { findKnee } from './knee.ts';
import { measureWorkMs } from './machine_speed.ts';
import { CROSSED, RESULTS, runK6 } from './run_k6.ts';
import { isGood, runLines, runOf, verdictOf } from './runs.ts';
import type { Resident, Run } from './runs.ts';
import { MOST_STOLEN, watchStolenTime } from './stolen_time.ts';
import { startWeb } from './web_process.ts';

const BOT = 'bench';
const NAMES = ['smoke', 'hot_read', 'mixed', 'spike', 'soak'];
/** One in so many users has rows that have expired. */
const EXPIRED_USERS = 4;
const KNEE_DURATION = '10s';
const UNGROUPED =
  'sched_autogroup is on, and a control group needs root: connections of Postgres come before web, times are longer';
const USAGE = `usage: npm run loadtest -- NAME [options]
  NAME             ${NAMES.join(', ')}
  --users N        conversations in the database (default 10000; the promise is made for 100000)
  --past N         messages each of them has folded (default 20)
  --rate N         reads a second (default 1000)
  --events N       events a second beside hot_read (default 100)
  --expired N      percent of hot_read's reads that find expired rows (default 10)
  --duration T     as k6 writes it: 30s, 10m (default 30s; soak 30m; ${KNEE_DURATION} a step with --knee)
  --runs N         times to run k6 (default 1)
  --again N        runs that may be done again because a threshold was crossed while the host of this virtual machine
                   gave more than ${100 * MOST_STOLEN} % of its time to others (default 0)
  --knee           looks for the highest rate at which the thresholds hold, from --rate on
`;

const OPTIONS = {
  users: { type: 'string', default: '10000' },
  past: { type: 'string', default: '20' },
  rate: { type: 'string', default: '1000' },
  events: { type: 'string', default: '100' },
  expired: { type: 'string', default: '10' },
  duration: { type: 'string' },
  runs: { type: 'string', default: '1' },
  again: { type: 'string', default: '0' },
  knee: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function main(signal: AbortSignal): Promise<number> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const [name = ''] = positionals;
  if (values.help || !NAMES.includes(name)) {
    process[values.help ? 'stdout' : 'stderr'].write(USAGE);
    return values.help ? 0 : 2;
  }
  const k6 = findK6((line) => process.stderr.write(`${line}\n`));
  using group = joinControlGroup();
  if (group === undefined) process.stderr.write(`  ${UNGROUPED}\n`);
  const users = whole('users', values.users);
  const expired = Math.floor(users / EXPIRED_USERS);
  await using database = await openBenchDatabase(process.env['DATABASE_URL'] || undefined);
  await seed(database.db, { users, expired, past: whole('past', values.past) }, signal);
  await using workers = await startWorkers(database, { processes: 1, signal });
  await using web = await startWeb(database.url, await freePort());

  const duration = values.duration ?? (values.knee ? KNEE_DURATION : undefined);
  const settings = {
    BASE_URL: web.url,
    USERS: String(users - expired),
    EXPIRED_USERS: String(expired),
    EXPIRED: String(whole('expired', values.expired) / 100),
    EVENTS: String(whole('events', values.events)),
    ...(duration !== undefined && { DURATION: duration }),
  };
  const residentMb = async (): Promise<Resident> => {
    const [ofWeb, ofWorker] = await Promise.all(
      [web.pid, ...workers.pids].map((pid) => memoryOf(pid).catch(() => undefined)),
    );
    return { web: ofWeb?.residentMb, worker: ofWorker?.residentMb };
  };
  const runs: Run[] = [];
  const run = async (rate: number): Promise<Run> => {
    signal.throwIfAborted();
    const workMs = measureWorkMs();
    const before = await residentMb();
    const stolen = watchStolenTime();
    const { held, summary } = await runK6(k6, name, `${name}-${runs.length + 1}`, { ...settings, RATE: String(rate) });
    workers.assertAlive();
    const after = await residentMb();
    const one = runOf(summary, { rate, held, stolen: stolen(), workMs, memory: { before, after } });
    runs.push(one);
    process.stderr.write(
      `  run ${runs.length}: ${rate}/s, p95 ${one.p95.toFixed(2)} ms${one.held ? '' : ', a threshold was crossed'}\n`,
    );
    return one;
  };
  const rate = whole('rate', values.rate);
  const knee = values.knee ? await findKnee(rate, run) : undefined;
  const wanted = knee === undefined ? whole('runs', values.runs) : 0;
  const atMost = wanted + whole('again', values.again);
  while (runs.filter(isGood).length < wanted && runs.length < atMost) await run(rate);
  process.stdout.write(`${runLines(runs, knee === undefined).join('\n')}\n  summaries in ${RESULTS}\n`);
  if (knee === undefined) return verdictOf(runs, wanted);
  process.stdout.write(`${JSON.stringify({ knee_per_second: knee })}\n`);
  return knee > 0 ? 0 : CROSSED;
}

async function seed(
  db: Database,
  { users, expired, past }: { users: number; expired: number; past: number },
  signal: AbortSignal,
): Promise<void> {
  const progress = openProgress();
  const started = performance.now();
  await seedForReads(db, { botName: BOT, users, past }, { progress, signal });
  await db.query(expireRows, [BOT, Array.from({ length: expired }, (_, i) => userName(users - expired + i))]);
  // Or autovacuum and the next checkpoint would do it in the middle of what is measured.
  await db.script('VACUUM (ANALYZE)');
  await db.script('CHECKPOINT').catch((error: unknown) => {
    process.stderr.write(`  no checkpoint after seeding, Postgres writes it down meanwhile: ${String(error)}\n`);
  });
  progress.stop();
  const seconds = (performance.now() - started) / 1_000;
  process.stderr.write(
    `  ${users} conversations seeded in ${seconds.toFixed(1)} s, ${expired} of them with expired rows\n`,
  );
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new AppError('invalid_input', `--${name} must be a whole number, got "${text}"`);
  return Number(text);
}

const stopping = new AbortController();
process.on('SIGINT', () => stopping.abort(new Error('stopped')));
try {
  process.exitCode = await main(stopping.signal);
} catch (error) {
  process.stderr.write(`loadtest: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = stopping.signal.aborted ? 130 : 1;
}
process.exit();
