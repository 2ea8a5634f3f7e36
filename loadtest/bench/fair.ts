import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { parseConfig } from '../../src/config.ts';
import { EventSchema } from '../../src/domain/event.ts';
import { clock } from '../../src/main/wire.ts';
import { ingest } from '../../src/pipeline/ingest.ts';
import { openBenchDatabase } from './bench_database.ts';
import type { BenchDatabase } from './bench_database.ts';
import { userName } from './backlog.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { madeUpMessages } from './made_up_messages.ts';
import { countBehind } from './queries/count_behind.ts';
import { rounded, tableLines } from './table.ts';
import { startWorkers } from './worker_processes.ts';

const LARGE = 'bot-a';
const SMALL = 'bot-b';
const MESSAGES = 10;
const AT_ONCE = 4;
const POLL_MS = 50;
const policy = parseConfig({}).refresh;

/** Whether a small bot waits for a large one. */
export const fair: Benchmark = {
  name: 'fair',
  summary:
    'Bot A with many waiting conversations, bot B with a few that arrive later: seconds until those of B are done.',
  options: [
    { name: 'waiting', meaning: 'conversations of bot A', fallback: [10_000] },
    { name: 'later', meaning: 'conversations of bot B', fallback: [10] },
    {
      name: 'after',
      meaning: 'milliseconds that the worker has been at work when they arrive',
      fallback: [5_000],
      least: 0,
    },
  ],
  async run(context) {
    await using database = await openBenchDatabase(context.server);
    const waiting = context.value('waiting');
    const start = performance.now();
    await post(database, LARGE, waiting, context);
    context.print(
      `${waiting} conversations of ${LARGE} came in by the pipeline's own ingest in ${rounded((performance.now() - start) / 1_000)} s`,
    );

    await using workers = await startWorkers(database, { processes: 1, signal: context.signal });
    await setTimeout(context.value('after'), undefined, { signal: context.signal });
    const behindBefore = await behind(database, LARGE);
    const arrived = performance.now();
    await post(database, SMALL, context.value('later'), context);
    const doneAfter: number[] = [];
    while (doneAfter.length < context.value('later')) {
      context.signal.throwIfAborted();
      workers.assertAlive();
      await setTimeout(POLL_MS);
      const done = context.value('later') - (await behind(database, SMALL));
      while (doneAfter.length < done) doneAfter.push((performance.now() - arrived) / 1_000);
    }
    const seconds = doneAfter.at(-1) ?? 0;
    const behindAfter = await behind(database, LARGE);
    context.print('');
    const rows = [
      ['conversations of A waiting when B arrives', behindBefore],
      ['seconds until the first of B is done', rounded(doneAfter[0] ?? 0, 2)],
      ['seconds until the last of B is done', rounded(seconds, 2)],
      ['of these, debounce', policy.debounceMs / 1_000],
      ['conversations of A done meanwhile', behindBefore - behindAfter],
      ['conversations of A still waiting', behindAfter],
    ];
    for (const line of tableLines(['', ''], rows)) context.print(line);
    return { seconds: rounded(seconds, 2) };
  },
};

/** Posts messages to new conversations of a bot, as the API does. */
async function post(
  { db }: BenchDatabase,
  botName: string,
  users: number,
  { progress, signal }: BenchContext,
): Promise<void> {
  let next = 0;
  const poster = async (): Promise<void> => {
    while (next < users) {
      signal.throwIfAborted();
      const user = next++;
      const now = clock();
      const range = { seed: user, first: 0, count: MESSAGES, endsAt: now.getTime(), perDay: 4 * MESSAGES };
      const events = madeUpMessages(range).map(({ eventId, at, role, content }) =>
        v.parse(EventSchema, {
          event_id: eventId,
          kind: 'message',
          occurred_at: new Date(at).toISOString(),
          payload: { role, content },
        }),
      );
      await ingest(db, { botName, userId: userName(user) }, events, policy);
      progress.show(`posting to ${botName}`, user + 1, users);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, poster));
}

async function behind({ db }: BenchDatabase, botName: string): Promise<number> {
  const [counted] = await db.query(countBehind, [botName]);
  return counted?.behind ?? 0;
}
