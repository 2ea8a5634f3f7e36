import { InsightReads } from '../../src/cache/insight_reads.ts';
import { loadSections } from '../../src/cache/load_sections.ts';
import { packSections } from '../../src/cache/packed_sections.ts';
import { parseConfig } from '../../src/config.ts';
import { clock } from '../../src/main/wire.ts';
import { foldPast } from './backlog.ts';
import { openBenchDatabase } from './bench_database.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { madeUpMessages } from './made_up_messages.ts';
import { listTableSizes } from './queries/list_table_sizes.ts';
import { rounded, tableLines } from './table.ts';

const BOT = 'bench';
const PER_DAY = 20;
const policy = parseConfig({}).refresh;

/** What a conversation takes on disk and in memory. */
export const sizing: Benchmark = {
  name: 'sizing',
  summary: 'Kilobytes that a conversation takes in each table, and as a copy in memory, by its messages.',
  options: [
    { name: 'messages', meaning: 'messages a conversation', fallback: [20, 100, 1_000], many: true },
    { name: 'conversations', meaning: 'conversations of each length', fallback: [60] },
  ],
  async run(context) {
    const lengths = context.values('messages');
    const measured = new Map<number, Map<string, number>>();
    for (const length of lengths) measured.set(length, await measure(length, context));
    const names = [...new Set([...measured.values()].flatMap((sizes) => [...sizes.keys()]))];
    const rows = names.map((name) => [name, ...lengths.map((length) => measured.get(length)?.get(name) ?? 0)]);
    context.print('');
    const head = ['kB a conversation', ...lengths.map((length) => `${length} messages`)];
    for (const line of tableLines(head, rows)) context.print(line);
    return {
      kilobytes: Object.fromEntries(lengths.map((length) => [length, Object.fromEntries(measured.get(length) ?? [])])),
    };
  },
};

async function measure(length: number, context: BenchContext): Promise<Map<string, number>> {
  await using database = await openBenchDatabase(context.server);
  const { db } = database;
  const count = context.value('conversations');
  let copies = 0;
  for (let i = 0; i < count; i++) {
    context.signal.throwIfAborted();
    const userId = `user-${i}`;
    const endsAt = clock().getTime() - 60_000;
    const messages = madeUpMessages({ seed: i, first: 0, count: length, endsAt, perDay: PER_DAY });
    await foldPast(db, BOT, userId, messages, policy);
    const sections = await loadSections(
      db,
      { botName: BOT, userId },
      { reads: new InsightReads(db), policy, now: clock(), requests: { ask: () => undefined }, onError: fail },
    );
    copies += packSections(sections).length;
    context.progress.show(`conversations of ${length} messages`, i + 1, count);
  }
  // What rewriting rows leaves behind is autovacuum's to reuse, and no part of a conversation.
  await db.script('VACUUM FULL');
  const sizes = await db.query(listTableSizes, []);
  const kilobytes = (bytes: number): number => rounded(bytes / count / 1_024);
  const onDisk = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return new Map([
    ...sizes.map(({ name, bytes }) => [name, kilobytes(bytes)] as const),
    ['on disk', kilobytes(onDisk)],
    ['copy in memory', kilobytes(copies)],
  ]);
}

function fail(error: unknown): never {
  throw error;
}
