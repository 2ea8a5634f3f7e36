import { AppError } from '../../src/domain/errors.ts';
import { freePort } from '../free_port.ts';
import { startWeb } from '../web_process.ts';
import { seedForReads } from './backlog.ts';
import { openBenchDatabase } from './bench_database.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { cpuSecondsBetween, cpuUseOf } from './process_cpu.ts';
import { pgbench } from './read/pgbench.ts';
import { startContender, startRedis } from './read/servers.ts';
import type { ServerProcess } from './read/servers.ts';
import { loadReads } from './read/wrk.ts';
import type { LoadOptions } from './read/wrk.ts';
import { spreadOf } from './spread.ts';
import type { Spread } from './spread.ts';
import { rounded, tableLines } from './table.ts';

const BOT = 'bench';
const PAST = 20;
const WARM_UP_SECONDS = 10;
/** Under full load a read may wait long; an answer without the database would be a quick one, and not what is measured. */
const PATIENT = { COLDPATH_READ_DEADLINE_MS: '5000' };

/** One way to answer reads. */
interface Contender {
  name: string;
  what: string;
  /** Does a round. */
  run: (seconds: number) => Promise<Round>;
}

interface Round {
  perSecond: number;
  /** Milliseconds, as wrk sees them under full load; undefined for pgbench. */
  p50: number | undefined;
  /** Microseconds of CPU that the server process used for a read; undefined where nobody can tell. */
  cpuMicros: number | undefined;
}

/** What is divided by what. */
const RATIOS = {
  memory_vs_bare_hono: ['memory', 'bare_hono'],
  memory_vs_redis: ['memory', 'redis'],
  postgres_vs_bare_pg: ['postgres', 'bare_pg'],
  postgres_vs_seven_queries: ['postgres', 'seven_queries'],
  postgres_vs_pgbench: ['postgres', 'pgbench'],
} as const;

/** Reads a second, beside what a user would write instead. */
export const read: Benchmark = {
  name: 'read',
  summary:
    'The hot read, from memory and from Postgres, beside a bare handler, Redis, bare pg, pgbench and seven queries.',
  options: [
    { name: 'users', meaning: 'users that are read, evenly', fallback: [500] },
    { name: 'rounds', meaning: 'rounds, each with every server in turn', fallback: [5] },
    { name: 'seconds', meaning: 'of a round, for each server', fallback: [2] },
    { name: 'connections', meaning: 'connections of the load generator', fallback: [32] },
  ],
  async run(context) {
    await using database = await openBenchDatabase(context.server);
    const { db, url: databaseUrl } = database;
    const users = context.value('users');
    await seedForReads(db, { botName: BOT, users, past: PAST }, context);

    await using servers = new AsyncDisposableStack();
    const memory = servers.use(await startWeb(databaseUrl, await freePort(), PATIENT));
    const postgres = servers.use(await startWeb(databaseUrl, await freePort(), { ...PATIENT, COLDPATH_COPY_MB: '0' }));
    const redis = servers.use(await startRedis());
    const settings = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      SOURCE_URL: memory.url,
      BOT,
      USERS: String(users),
    };
    const load = { botName: BOT, users, connections: context.value('connections') };
    const contenders: Contender[] = [
      overHttp('memory', 'coldpath, from its copies in memory', memory, load),
      overHttp('postgres', 'coldpath, from Postgres (COLDPATH_COPY_MB=0)', postgres, load),
    ];
    for (const [name, kind, what] of CONTENDERS) {
      contenders.push(overHttp(name, what, servers.use(await startContender(kind, settings)), load));
    }
    contenders.push({
      name: 'pgbench',
      what: 'our statement by pgbench, prepared, no HTTP',
      run: async (seconds) => ({
        perSecond: await pgbench(databaseUrl, { ...load, seconds }),
        p50: undefined,
        cpuMicros: undefined,
      }),
    });
    await assertFresh([memory, postgres], users);
    const rounds = await measure(contenders, context);
    return { ratios: report(contenders, rounds, context) };
  },
};

const CONTENDERS = [
  ['bare_hono', 'memory', 'bare Hono, the same bytes in a Map'],
  ['redis', 'redis', 'bare Hono, the same bytes in Redis'],
  ['bare_pg', 'postgres', 'bare Hono and pg, our statement'],
  ['seven_queries', 'seven_queries', 'bare Hono and pg, seven queries, one an engine'],
] as const;

function overHttp(
  name: string,
  what: string,
  server: Pick<ServerProcess, 'url' | 'pid'>,
  load: Omit<LoadOptions, 'seconds'>,
): Contender {
  return {
    name,
    what,
    async run(seconds) {
      const before = cpuUseOf([server.pid]);
      const { requests, seconds: took, p50_ms: p50 } = await loadReads(server.url, { ...load, seconds });
      const cpu = cpuSecondsBetween(before, cpuUseOf([server.pid]));
      return { perSecond: requests / took, p50, cpuMicros: cpu === undefined ? undefined : (1e6 * cpu) / requests };
    },
  };
}

/** @throws AppError when coldpath would be measured while it answers something else than fresh rows */
async function assertFresh(webs: readonly { url: string }[], users: number): Promise<void> {
  for (const { url } of webs) {
    for (let i = 0; i < users; i++) {
      const answer = await fetch(`${url}/v1/bots/${BOT}/users/user-${i}/insights`);
      await answer.arrayBuffer();
      const freshness = answer.headers.get('coldpath-freshness');
      if (freshness !== 'fresh') throw new AppError('internal', `user-${i} is answered ${freshness}, not fresh`);
    }
  }
}

type Rounds = ReadonlyMap<string, Round[]>;

/** Every contender in turn, forwards and backwards, so that a machine that changes its pace is unfair to nobody. */
async function measure(contenders: readonly Contender[], { progress, signal, value }: BenchContext): Promise<Rounds> {
  for (const [index, contender] of contenders.entries()) {
    signal.throwIfAborted();
    progress.show('warming up', index + 1, contenders.length);
    await contender.run(WARM_UP_SECONDS);
  }
  const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  const total = value('rounds') * contenders.length;
  let done = 0;
  for (let round = 0; round < value('rounds'); round++) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      signal.throwIfAborted();
      rounds.get(contender.name)?.push(await contender.run(value('seconds')));
      progress.show('measuring', ++done, total);
    }
  }
  return rounds;
}

function report(
  contenders: readonly Contender[],
  rounds: Rounds,
  { print, value }: BenchContext,
): Record<string, number> {
  const of = (name: string): Round[] => rounds.get(name) ?? [];
  print('');
  const head = ['', 'reads/s', 'quartile', 'quartile', 'p50 ms', 'server CPU µs', 'what'];
  const rows = contenders.map(({ name, what }) => {
    const { median, low, high } = spreadOf(of(name).map(({ perSecond }) => perSecond));
    return [
      name,
      rounded(median, 0),
      rounded(low, 0),
      rounded(high, 0),
      middle(of(name), 'p50'),
      middle(of(name), 'cpuMicros'),
      what,
    ];
  });
  for (const line of tableLines(head, rows)) print(line);
  print(
    `  ${value('rounds')} rounds of ${value('seconds')} s, ${value('connections')} connections; wrk, one thread, shares the cores with the servers`,
  );
  print('');
  const ratios: Record<string, number> = {};
  const lines = Object.entries(RATIOS).map(([name, [ours, other]]) => {
    const theirs = of(other);
    const { median, low, high }: Spread = spreadOf(
      of(ours).map(({ perSecond }, round) => perSecond / (theirs[round]?.perSecond ?? Number.NaN)),
    );
    ratios[name] = rounded(median, 2);
    return [name, rounded(median, 2), rounded(low, 2), rounded(high, 2)];
  });
  for (const line of tableLines(['ratio within a round', 'median', 'quartile', 'quartile'], lines)) print(line);
  return ratios;
}

function middle(rounds: readonly Round[], of: 'p50' | 'cpuMicros'): string {
  const values = rounds.map((round) => round[of]).filter((one) => one !== undefined);
  return values.length === 0 ? '-' : spreadOf(values).median.toFixed(1);
}
