import { availableParallelism } from 'node:os';
import { parseConfig } from '../../src/config.ts';
import { aDayAgo, newMessages, seedPopulation } from './backlog.ts';
import { openBenchDatabase } from './bench_database.ts';
import type { BenchDatabase } from './bench_database.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { sumProgress } from './queries/sum_progress.ts';
import { spreadOf } from './spread.ts';
import { startCounting, statementCosts } from './statement_costs.ts';
import { rounded, tableLines } from './table.ts';
import { workOff } from './work_off.ts';
import type { WorkedOff } from './work_off.ts';
import { startWorkers } from './worker_processes.ts';

const BOT = 'bench';

/** How much faster more worker processes are on the same backlog, and that none does what another does. */
export const scale: Benchmark = {
  name: 'scale',
  summary: 'One, two and four worker processes on the same backlog: how much faster, what limits it, no double work.',
  options: [
    { name: 'users', meaning: 'conversations of the backlog', fallback: [2_000] },
    { name: 'past', meaning: 'messages each has had', fallback: [100] },
    { name: 'new', meaning: 'new messages each', fallback: [10] },
    {
      name: 'processes',
      meaning: 'worker processes; the first is what the others are compared with',
      fallback: [1, 2, 4],
      many: true,
    },
    { name: 'repeats', meaning: 'rounds with each number of processes', fallback: [3] },
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
    const processes = context.values('processes');
    const runs = new Map<number, WorkedOff[]>(processes.map((count) => [count, []]));
    let round = 0;
    for (let repeat = 0; repeat < context.value('repeats'); repeat++) {
      // Forwards and backwards in turn, so that growing tables slow down all alike.
      for (const count of repeat % 2 === 0 ? processes : processes.toReversed()) {
        const messages = newMessages(population, context.value('new'), round++);
        runs.get(count)?.push(await timed(database, messages, count, context));
      }
    }
    const rates = new Map(
      [...runs].map(([count, done]) => [count, spreadOf(done.map(({ refreshes, seconds }) => refreshes / seconds))]),
    );
    const base = rates.get(processes[0])?.median ?? Number.NaN;
    context.print('');
    const rows = [...runs].map(([count, done]) => {
      const rate = rates.get(count);
      const coresOf = (of: (run: WorkedOff) => number | undefined): number =>
        spreadOf(done.map((run) => (of(run) ?? Number.NaN) / run.seconds)).median;
      return [
        count,
        rounded(rate?.median ?? 0),
        rounded(rate?.low ?? 0),
        rounded(rate?.high ?? 0),
        rounded((rate?.median ?? 0) / base, 2),
        rounded(
          coresOf(({ workerCpuSeconds }) => workerCpuSeconds),
          2,
        ),
        rounded(
          coresOf(({ serverCpuSeconds }) => serverCpuSeconds),
          2,
        ),
        rounded(spreadOf(done.map(({ busyCores }) => busyCores)).median, 2),
      ];
    });
    const head = [
      'processes',
      'refreshes/s',
      'quartile',
      'quartile',
      'speedup',
      'worker cores',
      'Postgres cores',
      'busy cores',
    ];
    for (const line of tableLines(head, rows)) context.print(line);
    context.print(
      `  of ${availableParallelism()} cores; what is busy beyond workers and Postgres is somebody else on the machine`,
    );
    context.print('  every event folded once, every conversation refreshed once a round, every message analysed once');
    const others = processes
      .slice(1)
      .map((count) => [String(count), rounded((rates.get(count)?.median ?? 0) / base, 2)]);
    return { speedup: Object.fromEntries(others) };
  },
};

async function timed(
  database: BenchDatabase,
  messages: ReturnType<typeof newMessages>,
  processes: number,
  context: BenchContext,
): Promise<WorkedOff> {
  await using workers = await startWorkers(database, { processes, signal: context.signal });
  const before = await progressOf(database);
  const counting = await startCounting(database.db);
  const done = await workOff(database, BOT, messages, workers, context);
  assertOnce(before, await progressOf(database), done.refreshes, messages.length);
  if (counting) {
    const costs = await statementCosts(database.db);
    const reads = costs.find(({ query }) => query.startsWith('SELECT c.id, c.bot_name'))?.calls ?? 0;
    if (reads !== done.refreshes) {
      context.print(
        `  ${processes} processes began ${reads} refreshes for ${done.refreshes} conversations: some were started over`,
      );
    }
  }
  return done;
}

type Sums = Awaited<ReturnType<typeof progressOf>>;

async function progressOf({ db }: BenchDatabase) {
  const [sums] = await db.query(sumProgress, [BOT]);
  if (sums === undefined) throw new Error('an aggregate returned no row');
  return sums;
}

/** @throws Error when work was done twice, or left out */
function assertOnce(before: Sums, after: Sums, refreshes: number, messages: number): void {
  const wrong = [
    [after.folded - before.folded, messages, 'events were folded'],
    [after.revisions - before.revisions, refreshes, 'refreshes were committed'],
    [after.least - before.least, 1, 'times the least refreshed conversation was refreshed'],
    [after.most - before.most, 1, 'times the most refreshed conversation was refreshed'],
    [after.annotations - before.annotations, messages, 'messages were analysed'],
  ].filter(([got, due]) => got !== due);
  if (wrong.length === 0) return;
  throw new Error(wrong.map(([got, due, what]) => `${got} ${what}, ${due} were due`).join('; '));
}
