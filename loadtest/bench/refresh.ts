import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../src/config.ts';
import { aDayAgo, newMessages, seedPopulation } from './backlog.ts';
import { openBenchDatabase } from './bench_database.ts';
import type { BenchDatabase } from './bench_database.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { readSelfTimes } from './cpu_profile.ts';
import { startCounting, statementCosts } from './statement_costs.ts';
import { rounded, tableLines } from './table.ts';
import { workOff } from './work_off.ts';
import type { WorkedOff } from './work_off.ts';
import { startWorkers } from './worker_processes.ts';

const BOT = 'bench';
const LISTED = 14;
const TABLES = 5;

/** How long one worker process takes to refresh every user of a bot. */
export const refresh: Benchmark = {
  name: 'refresh',
  summary: 'One bot, many users with new messages on top of old ones: seconds until all rows are fresh, one worker.',
  options: [
    { name: 'users', meaning: 'users of the bot', fallback: [10_000] },
    { name: 'past', meaning: 'messages each has had', fallback: [100] },
    { name: 'new', meaning: 'new messages each', fallback: [10] },
    {
      name: 'concurrency',
      meaning: 'jobs at once; of several, the last is told',
      fallback: [parseConfig({}).concurrency],
      many: true,
    },
    { name: 'embeddings', meaning: '1: each round again with the built-in model', fallback: [0], least: 0 },
    { name: 'profile', meaning: '1: another round, with a CPU profile of the worker', fallback: [0], least: 0 },
  ],
  async run(context) {
    await using database = await openBenchDatabase(context.server);
    const population = {
      botName: BOT,
      users: context.value('users'),
      past: context.value('past'),
      policy: parseConfig({}).refresh,
      pastEndsAt: aDayAgo(),
    };
    await seedPopulation(database.db, population, context);
    let round = 0;
    let last: WorkedOff | undefined;
    const rows: (string | number)[][] = [];
    for (const concurrency of context.values('concurrency')) {
      for (const embeddings of context.value('embeddings') > 0 ? [false, true] : [false]) {
        const messages = newMessages(population, context.value('new'), round++);
        last = await timed(database, messages, { concurrency, embeddings }, context);
        rows.push([embeddings ? 'yes' : 'no', ...summaryOf(concurrency, last, population.users)]);
      }
    }
    context.print('');
    for (const line of tableLines(HEAD, rows)) context.print(line);
    context.print('  ms are CPU time a refresh; what is busy beyond them is somebody else on the machine');
    if (context.value('profile') > 0) {
      await profiled(database, newMessages(population, context.value('new'), round), context);
    }
    if (last === undefined) throw new Error('nothing was measured');
    return { seconds: rounded(last.seconds, 2), refreshes_per_second: rounded(last.refreshes / last.seconds) };
  },
};

const HEAD = [
  'embeddings',
  'jobs at once',
  'seconds',
  'refreshes/s',
  'rows fresh',
  'worker ms',
  'Postgres ms',
  'busy cores',
];

function summaryOf(concurrency: number, done: WorkedOff, users: number): (string | number)[] {
  const { seconds, refreshes, freshRows, workerCpuSeconds, serverCpuSeconds, busyCores } = done;
  const share = `${freshRows} of ${users * TABLES}`;
  const each = (cpu: number | undefined): string | number =>
    cpu === undefined ? '-' : rounded((1_000 * cpu) / refreshes, 2);
  return [
    concurrency,
    rounded(seconds, 2),
    rounded(refreshes / seconds),
    share,
    each(workerCpuSeconds),
    each(serverCpuSeconds),
    rounded(busyCores, 2),
  ];
}

type Messages = ReturnType<typeof newMessages>;

async function timed(
  database: BenchDatabase,
  messages: Messages,
  how: { concurrency: number; embeddings: boolean },
  context: BenchContext,
): Promise<WorkedOff> {
  await using workers = await startWorkers(database, { processes: 1, ...how, signal: context.signal });
  const counting = await startCounting(database.db);
  const done = await workOff(database, BOT, messages, workers, context);
  if (counting) await printStatements(database, done, how.concurrency, context);
  else context.print('statements are not counted: the server runs without pg_stat_statements');
  return done;
}

async function printStatements(
  { db }: BenchDatabase,
  { refreshes, seconds }: WorkedOff,
  concurrency: number,
  { print }: BenchContext,
): Promise<void> {
  const costs = await statementCosts(db);
  const calls = costs.reduce((sum, cost) => sum + cost.calls, 0);
  const inside = costs.reduce((sum, cost) => sum + cost.milliseconds, 0);
  const wal = costs.reduce((sum, cost) => sum + cost.walBytes, 0);
  print(
    `\nIn Postgres, ${concurrency} jobs at once, per refresh: ${rounded(calls / refreshes, 2)} statements, ` +
      `${rounded(inside / refreshes, 3)} ms, ${rounded(wal / refreshes / 1_024)} kB of log; ` +
      `${rounded(inside / 1_000 / seconds, 2)} statements at work at any time\n`,
  );
  const rows = costs
    .slice(0, LISTED)
    .map(({ query, calls: n, milliseconds, walBytes }) => [
      rounded(milliseconds / refreshes, 3),
      rounded(n / refreshes, 2),
      rounded(walBytes / refreshes / 1_024),
      query.slice(0, 80),
    ]);
  for (const line of tableLines(['ms', 'calls', 'log kB', 'statement (per refresh)'], rows)) print(line);
}

/** Runs another round under the profiler, which slows it down, and tells what the worker's main thread did. */
async function profiled(database: BenchDatabase, messages: Messages, context: BenchContext): Promise<void> {
  const profileTo = await mkdtemp(join(tmpdir(), 'coldpath-profile-'));
  try {
    let done: WorkedOff | undefined;
    {
      const [concurrency] = context.values('concurrency');
      await using workers = await startWorkers(database, {
        processes: 1,
        concurrency,
        profileTo,
        signal: context.signal,
      });
      done = await workOff(database, BOT, messages, workers, context);
    }
    const times = [...(await readSelfTimes(profileTo))].sort(([, a], [, b]) => b - a);
    const total = times.reduce((sum, [, ms]) => sum + ms, 0);
    context.print(
      `\nWorker's main thread under the profiler (${rounded(done.seconds, 1)} s, with starting and waiting), self time\n`,
    );
    const rows = times
      .slice(0, 2 * LISTED)
      .map(([part, ms]) => [part, rounded((100 * ms) / total), rounded(ms / done.refreshes, 3)]);
    for (const line of tableLines(['part', '%', 'ms a refresh'], rows)) context.print(line);
  } finally {
    await rm(profileTo, { recursive: true, force: true });
  }
}
