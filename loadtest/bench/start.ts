import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free_port.ts';
import { WEB } from '../web_process.ts';
import { seedForReads, userName } from './backlog.ts';
import { openBenchDatabase } from './bench_database.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { spreadOf } from './spread.ts';
import { memoryOf } from './process_memory.ts';
import { readUsers } from './start/read_users.ts';
import { startTimed } from './start/start_timed.ts';
import { rounded, tableLines } from './table.ts';

const BOT = 'bench';
const PAST = 20;
/** Megabytes for copies: what a machine of 512 MB gives them. */
const COPY_MB = 64;
/** Looks at the memory while users are read. */
const LOOKS = 10;
const EMBEDDED = [fileURLToPath(new URL('../../src/main/serve.ts', import.meta.url))];

/** How soon the first answer comes, and what a web process holds on to. */
export const start: Benchmark = {
  name: 'start',
  summary: 'Time to the first answer from a cold start, and the memory of web while ever more users are read.',
  options: [
    { name: 'users', meaning: 'conversations in the database', fallback: [100_000] },
    {
      name: 'distinct',
      meaning: 'different users that are read; beyond --users nobody has heard of them',
      fallback: [1_000_000],
    },
    { name: 'runs', meaning: 'starts', fallback: [5] },
  ],
  async run(context) {
    await using database = await openBenchDatabase(context.server);
    await seedForReads(database.db, { botName: BOT, users: context.value('users'), past: PAST }, context);
    const times = await measureStarts(database.url, context);
    const memory = await measureMemory(database.url, context);
    return { first_answer_ms: times, memory_mb: memory };
  },
};

/** Milliseconds from the start of the process to the first answered read, median and quartiles, by kind of start. */
async function measureStarts(databaseUrl: string, { value, progress, signal, print }: BenchContext) {
  const directory = await mkdtemp(join(tmpdir(), 'coldpath-start-'));
  const kinds: Record<string, { settings: Record<string, string>; program: readonly string[]; times: number[] }> = {
    web: { settings: { DATABASE_URL: databaseUrl }, program: WEB, times: [] },
    embedded_first: { settings: {}, program: EMBEDDED, times: [] },
    embedded_again: { settings: {}, program: EMBEDDED, times: [] },
  };
  try {
    for (let run = 0; run < value('runs'); run++) {
      for (const [name, kind] of Object.entries(kinds)) {
        signal.throwIfAborted();
        progress.show('starting', run + 1, value('runs'));
        // The embedded database is made by the first start and found by the next.
        const settings = {
          ...kind.settings,
          COLDPATH_DATA_DIR: join(directory, String(run)),
          PORT: String(await freePort()),
        };
        await using started = await startTimed(
          kind.program,
          settings,
          `/v1/bots/${BOT}/users/${userName(run)}/insights`,
        );
        kinds[name]?.times.push(started.firstAnswerMs);
      }
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  const spreads = Object.entries(kinds).map(([name, { times }]) => [name, spreadOf(times)] as const);
  print('');
  const rows = spreads.map(([name, { median, low, high }]) => [
    name,
    rounded(median, 0),
    rounded(low, 0),
    rounded(high, 0),
  ]);
  for (const line of tableLines(['start', 'first answer ms', 'quartile', 'quartile'], rows)) print(line);
  return Object.fromEntries(spreads.map(([name, { median }]) => [name, rounded(median, 0)]));
}

/** Resident megabytes of a web process: idle, when all conversations were read, and at the end. */
async function measureMemory(databaseUrl: string, { value, progress, signal, print }: BenchContext) {
  const users = value('users');
  const distinct = value('distinct');
  // Every user is to be read from Postgres, however busy the machine is.
  const settings = {
    DATABASE_URL: databaseUrl,
    PORT: String(await freePort()),
    COLDPATH_READ_DEADLINE_MS: '5000',
    COLDPATH_COPY_MB: String(COPY_MB),
  };
  await using web = await startTimed(WEB, settings, `/v1/bots/${BOT}/users/${userName(0)}/insights`);
  const idle = await memoryOf(web.pid);
  const rows = [[0, rounded(idle.residentMb, 0), rounded(idle.peakMb, 0), 0]];
  const looks = [
    ...new Set([users, ...Array.from({ length: LOOKS }, (_, i) => Math.round((distinct * (i + 1)) / LOOKS))]),
  ];
  let atUsers = idle;
  let last = idle;
  let read = 0;
  for (const until of looks.filter((look) => look <= Math.max(distinct, users)).sort((a, b) => a - b)) {
    const started = performance.now();
    const count = until - read;
    for (; read < until; read += Math.min(10_000, until - read)) {
      signal.throwIfAborted();
      await readUsers(web.url, BOT, read, Math.min(until, read + 10_000));
      progress.show('reading different users', read, distinct);
    }
    last = await memoryOf(web.pid);
    if (until === users) atUsers = last;
    rows.push([
      until,
      rounded(last.residentMb, 0),
      rounded(last.peakMb, 0),
      rounded((1_000 * count) / (performance.now() - started), 0),
    ]);
  }
  print('');
  for (const line of tableLines(['users read', 'resident MB', 'peak MB', 'reads/s'], rows)) print(line);
  print(
    `  the first ${users} have a conversation of ${PAST} messages, of the others nobody has heard; COLDPATH_COPY_MB is ${COPY_MB}`,
  );
  return {
    idle: rounded(idle.residentMb, 0),
    after_all_conversations: rounded(atUsers.residentMb, 0),
    after_all_users: rounded(last.residentMb, 0),
    peak: rounded(last.peakMb, 0),
  };
}
