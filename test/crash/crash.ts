// Kills, freezes and cuts off what it can while events stream in, and checks after each fault that nothing was lost,
// nothing was done twice, and everything goes on: a Postgres cluster, two web and two worker processes of its own.
//   npm run test:crash -- [--rounds 50] [--seed N] [--logs DIR]
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openObserver } from './ask.ts';
import { CATCH_UP_SECONDS, catchUp } from './catch_up.ts';
import {
  checkConnections,
  checkLog,
  checkNothingElse,
  checkQueue,
  checkReads,
  checkRows,
  checkScoreHours,
  openForVerify,
} from './checks.ts';
import { openClient } from './client.ts';
import { startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { FAULTS, planFaults } from './faults.ts';
import { openLedger } from './ledger.ts';
import { seededRandom } from './random.ts';
import { migrateDatabase, startProcesses } from './start.ts';
import type { Processes } from './start.ts';
import { streamEvents } from './stream.ts';

const BOTS = ['elena', 'marcus', 'aria', 'otto'];
/** Share of the conversations that are recomputed after each round; at the end, all are. */
const VERIFIED_SHARE = 0.1;
const MAX_FAILURES_SHOWN = 20;
const MAX_FAILURE_LENGTH = 2_000;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1_000)) },
    logs: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (options.help) {
  process.stdout.write(`Usage: npm run test:crash -- [options]

Kills workers, web and Postgres at random while events stream in, and looks for what was lost, doubled or left locked.

  --rounds N   faults, one a round (default 50)
  --seed N     of what happens when (default: the time, which is printed)
  --logs DIR   keeps the processes' logs there
`);
  process.exit(0);
}
const rounds = Number(options.rounds);
const seed = Number(options.seed);

const failures: string[] = [];
const fail = (what: string): void => {
  failures.push(what);
  if (failures.length <= MAX_FAILURES_SHOWN) print(`FAILED ${what.slice(0, MAX_FAILURE_LENGTH)}`);
};
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const directory = await mkdtemp(join(tmpdir(), 'coldpath-crash-'));
await chmod(directory, 0o755);
const logDirectory = options.logs ?? directory;
await mkdir(logDirectory, { recursive: true });
let cluster: Cluster | undefined;
let processes: Processes | undefined;

async function cleanUp(): Promise<void> {
  processes?.kill();
  await cluster?.stop().catch((error: Error) => print(`the cluster could not be stopped: ${error.message}`));
  await rm(directory, { recursive: true, force: true });
}
let ending: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void (ending ??= cleanUp().finally(() => process.exit(130))));
}

const started = performance.now();
try {
  await test();
} catch (error) {
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  await (ending ??= cleanUp());
}
process.exit(failures.length === 0 ? 0 : 1);

async function test(): Promise<void> {
  print(`seed ${seed}, ${rounds} rounds`);
  cluster = await startCluster(directory);
  await migrateDatabase(cluster.url);
  processes = await startProcesses(cluster.url, logDirectory);
  const { webs, workers } = processes;
  const observer = openObserver(cluster.url);
  const db = openForVerify(cluster.url);
  const ledger = openLedger();
  const random = seededRandom(seed);
  const client = openClient(
    webs.map(({ url }) => url),
    ledger,
    fail,
  );
  const streaming = new AbortController();
  const streams = Promise.all(
    BOTS.map((bot, index) => streamEvents(bot, seededRandom(seed + index + 1), client, streaming.signal)),
  ).catch((error: Error) => fail(error.message));

  const victims = { cluster, workers, webs, observer, client, random, onFailure: fail };
  const catchUps: Promise<number>[] = [];
  const plan = planFaults(rounds, random);
  for (const [index, fault] of plan.entries()) {
    await sleep(random.whole(300, 1_800));
    await FAULTS[fault](victims);
    const events = ledger.events();
    catchUps.push(
      catchUp(observer).then(({ seconds, error }) => {
        const round = String(index + 1).padStart(3);
        print(`${round} ${fault.padEnd(25)} ${events} acknowledged, caught up in ${seconds.toFixed(1)} s`);
        if (error !== undefined) fail(`round ${index + 1}: behind after ${CATCH_UP_SECONDS} seconds: ${error}`);
        return seconds;
      }),
    );
    await sleep(random.whole(600, 1_800));
    await checkConnections(observer, fail);
    await checkLog(observer, ledger, fail);
    await checkRows(db, VERIFIED_SHARE, fail);
  }
  streaming.abort();
  await streams;
  const slowest = Math.max(...(await Promise.all(catchUps)));
  const { seconds: last, error } = await catchUp(observer);
  if (error !== undefined) fail(`at the end: behind after ${CATCH_UP_SECONDS} seconds: ${error}`);

  await checkReads(
    webs.map(({ url }) => url),
    ledger,
    fail,
  );
  const endedByThemselves = Object.fromEntries(processes.all.map((one) => [one.name, one.endedByItself()]));
  for (const { name, stop } of processes.all) {
    const code = await stop();
    if (code !== 0) fail(`${name} ended with ${code} at SIGTERM`);
  }
  await checkLog(observer, ledger, fail);
  await checkNothingElse(observer, ledger, fail);
  await checkQueue(observer, fail);
  const verified = await checkRows(db, 1, fail);
  await checkScoreHours(observer, db, fail);
  await observer.close();
  await db.close();
  const seconds = (performance.now() - started) / 1_000;
  print(`slowest catch-up ${slowest.toFixed(1)} s, the last one ${last.toFixed(1)} s; ${failures.length} failures`);
  print(
    JSON.stringify({
      ok: failures.length === 0,
      seed,
      rounds,
      events: ledger.events(),
      conversations: ledger.acknowledged.size,
      verified,
      slowest_catch_up_seconds: Number(slowest.toFixed(1)),
      answers: client.answers(),
      ended_by_themselves: endedByThemselves,
      failures: failures.length,
      seconds: Number(seconds.toFixed(1)),
    }),
  );
}
