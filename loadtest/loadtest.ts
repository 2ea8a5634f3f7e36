// Load tests: npm run loadtest -- NAME [options]. Starts Postgres (or uses DATABASE_URL), web and a worker, seeds users,
// runs k6, prints a short table and saves the summary under loadtest/results. The exit code is k6's: 0 when every
// threshold held.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { parseConfig } from '../src/config.ts';
import { AppError } from '../src/domain/errors.ts';
import { aDayAgo, seedPopulation } from './bench/backlog.ts';
import { openBenchDatabase } from './bench/bench_database.ts';
import { openProgress } from './bench/progress.ts';
import { startWorkers } from './bench/worker_processes.ts';
import { findK6 } from './find_k6.ts';
import { runK6 } from './run_k6.ts';
import type { Summary } from './run_k6.ts';
import { startWeb } from './web_process.ts';

const NAMES = ['smoke', 'hot_read', 'mixed', 'spike', 'soak'];
const USAGE = `usage: npm run loadtest -- NAME [options]
  NAME             ${NAMES.join(', ')}
  --users N        conversations in the database (default 10000; the promise is made for 100000)
  --past N         messages each of them has folded (default 20)
  --rate N         reads a second (default 1000)
  --events N       events a second beside hot_read (default 100)
  --duration T     as k6 writes it: 30s, 10m (default 30s; soak 30m)
  --runs N         times to run k6 (default 1)
`;

async function main(signal: AbortSignal): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      users: { type: 'string', default: '10000' },
      past: { type: 'string', default: '20' },
      rate: { type: 'string', default: '1000' },
      events: { type: 'string', default: '100' },
      duration: { type: 'string' },
      runs: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name = ''] = positionals;
  if (values.help || !NAMES.includes(name)) {
    process[values.help ? 'stdout' : 'stderr'].write(USAGE);
    return values.help ? 0 : 2;
  }
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  const k6 = findK6(print);
  const users = whole('users', values.users);
  const progress = openProgress();
  await using database = await openBenchDatabase(process.env['DATABASE_URL'] || undefined);
  const context = { progress, signal, value: () => 0, values: () => [0] as const, files: [], server: undefined, print };
  const { refresh: policy } = parseConfig({});
  const population = { botName: 'bench', users, past: whole('past', values.past), policy, pastEndsAt: aDayAgo() };
  await seedPopulation(database.db, population, context);
  progress.stop();
  await using _workers = await startWorkers(database, { processes: 1, signal });
  await using web = await startWeb(database.url, await freePort());

  const settings = {
    BASE_URL: web.url,
    USERS: String(users),
    RATE: String(whole('rate', values.rate)),
    EVENTS: String(whole('events', values.events)),
    ...(values.duration !== undefined && { DURATION: values.duration }),
  };
  let worst = 0;
  for (let run = 1; run <= whole('runs', values.runs); run++) {
    signal.throwIfAborted();
    const { code, summary, file } = await runK6(k6, name, settings);
    process.stdout.write(
      `${tableOf(summary)}\nrun ${run}: ${code === 0 ? 'all thresholds held' : 'A THRESHOLD WAS CROSSED'}; summary in ${file}\n`,
    );
    worst = Math.max(worst, code);
  }
  return worst;
}

/** What matters of a summary: how fast, how many, how fresh. */
function tableOf(summary: Summary): string {
  const shown = Object.entries(summary).filter(([metric]) =>
    /^(http_req_duration|http_reqs|http_req_failed|dropped_iterations|answers|checks)/u.test(metric),
  );
  return shown
    .map(([metric, values]) => {
      const numbers = Object.entries(values).filter(([, value]) => typeof value === 'number');
      return `${metric.padEnd(34)} ${numbers.map(([name, value]) => `${name} ${Number(Number(value).toFixed(3))}`).join('  ')}`;
    })
    .join('\n');
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new AppError('invalid_input', `--${name} must be a whole number, got "${text}"`);
  return Number(text);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
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
