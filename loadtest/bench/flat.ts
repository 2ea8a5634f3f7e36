import { parseConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/db.ts';
import { ANNOTATOR, clock } from '../../src/main/wire.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { append, foldPast } from './backlog.ts';
import { openBenchDatabase } from './bench_database.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { madeUpMessages } from './made_up_messages.ts';
import { listStateSizes } from './queries/list_state_sizes.ts';
import { spreadOf } from './spread.ts';
import { rounded, tableLines } from './table.ts';

const BOT = 'bench';
const PER_DAY = 100;
const HOUR_MS = 3_600_000;
const policy = parseConfig({}).refresh;

/** Whether a refresh costs more when much has been said before. */
export const flat: Benchmark = {
  name: 'flat',
  summary: 'A refresh with 10 new messages after few and after many past ones: ratio of the median times.',
  options: [
    { name: 'few', meaning: 'past messages of the short conversation', fallback: [1_000] },
    { name: 'many', meaning: 'past messages of the long one', fallback: [100_000] },
    { name: 'new', meaning: 'new messages a refresh', fallback: [10] },
    { name: 'repeats', meaning: 'timed refreshes of each', fallback: [100] },
    { name: 'warmup', meaning: 'refreshes of each before the first timed one', fallback: [50], least: 0 },
  ],
  async run(context) {
    await using database = await openBenchDatabase(context.server);
    const { db } = database;
    const lengths = [context.value('few'), context.value('many')] as const;
    const [short, long] = [await open(db, lengths[0], context), await open(db, lengths[1], context)];
    await db.script('VACUUM (ANALYZE)');
    await printStateSizes(db, [short, long], context);

    const times: [number[], number[]] = [[], []];
    const rounds = context.value('warmup') + context.value('repeats');
    for (let round = 0; round < rounds; round++) {
      context.signal.throwIfAborted();
      // Alternating, each first in turn, so that whatever else the machine does falls on both.
      const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      for (const which of order) {
        const ms = await timeRefresh(db, which === 0 ? short : long, context.value('new'), round);
        if (round >= context.value('warmup')) times[which].push(ms);
      }
      context.progress.show('timing refreshes of both', round + 1, rounds);
    }
    const spreads = times.map(spreadOf);
    const rows = spreads.map(({ median, low, high }, i) => [
      lengths[i] ?? 0,
      rounded(median, 2),
      rounded(low, 2),
      rounded(high, 2),
    ]);
    context.print('');
    for (const line of tableLines(['past messages', 'median ms', 'quartile', 'quartile'], rows)) context.print(line);
    return { ratio: rounded((spreads[1]?.median ?? 0) / (spreads[0]?.median ?? 0), 3) };
  },
};

interface Conversation {
  id: number;
  userId: string;
  past: number;
}

async function open(db: Database, past: number, { progress, signal }: BenchContext): Promise<Conversation> {
  signal.throwIfAborted();
  const userId = `user-${past}`;
  progress.show(`folding ${past} past messages`, 0, 1);
  const messages = madeUpMessages({
    seed: past,
    first: 0,
    count: past,
    endsAt: clock().getTime() - HOUR_MS,
    perDay: PER_DAY,
  });
  const id = await foldPast(db, BOT, userId, messages, policy);
  progress.show(`folding ${past} past messages`, 1, 1);
  return { id, userId, past };
}

/** Milliseconds of one refresh, its messages in the log already. Both conversations get the same messages. */
async function timeRefresh(
  db: Database,
  { id, userId, past }: Conversation,
  count: number,
  round: number,
): Promise<number> {
  const messages = madeUpMessages({
    seed: round,
    first: past + round * count,
    count,
    endsAt: clock().getTime(),
    perDay: 4 * count,
  });
  // A session of 40 s pace reaches back before the last round: what is new must come after all that is old.
  const times = messages.map((message, i) => ({ ...message, at: clock().getTime() + i, userId }));
  await append(db, BOT, times);
  const start = performance.now();
  const done = await advance(db, id, { annotator: ANNOTATOR, policy, clock });
  const ms = performance.now() - start;
  if (done.status !== 'refreshed' || done.anew || done.events !== count)
    throw new Error(`it folded ${JSON.stringify(done)}`);
  return ms;
}

async function printStateSizes(
  db: Database,
  [short, long]: readonly [Conversation, Conversation],
  { print }: BenchContext,
): Promise<void> {
  const few = await db.query(listStateSizes, [BOT, short.userId]);
  const many = new Map(
    (await db.query(listStateSizes, [BOT, long.userId])).map(({ engine, bytes }) => [engine, bytes]),
  );
  const rows = few.map(({ engine, bytes }) => [engine, bytes, many.get(engine) ?? 0]);
  const total = (column: 1 | 2): number => rows.reduce((sum, row) => sum + Number(row[column]), 0);
  print('\nBytes of state\n');
  const head = ['engine', `after ${short.past}`, `after ${long.past}`];
  for (const line of tableLines(head, [...rows, ['together', total(1), total(2)]])) print(line);
}
