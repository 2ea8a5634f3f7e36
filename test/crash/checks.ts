import { openPg } from '../../src/db/pg.ts';
import { readConversationStates } from '../../src/db/queries/read_conversation_states.ts';
import type { Database } from '../../src/db/db.ts';
import { ANNOTATOR } from '../../src/main/wire.ts';
import { startEngines } from '../../src/pipeline/engines_at_work.ts';
import { verify } from '../../src/pipeline/verify.ts';
import type { Observer } from './ask.ts';
import { conversationName } from './ledger.ts';
import type { Ledger } from './ledger.ts';

type OnFailure = (what: string) => void;

const LOG = `SELECT c.bot_name, c.user_id, c.last_seq::integer, c.user_messages::integer, c.bot_messages::integer,
  count(e.seq)::integer AS events, count(DISTINCT e.event_id)::integer AS ids, coalesce(min(e.seq), 1)::integer AS first,
  coalesce(max(e.seq), 0)::integer AS last, coalesce(array_agg(e.event_id), '{}') AS event_ids,
  count(*) FILTER (WHERE e.payload ->> 'role' = 'user')::integer AS by_user,
  count(*) FILTER (WHERE e.payload ->> 'role' = 'bot')::integer AS by_bot
FROM conversations AS c LEFT JOIN events AS e USING (bot_name, user_id) GROUP BY c.bot_name, c.user_id`;

interface LoggedConversation {
  bot_name: string;
  user_id: string;
  last_seq: number;
  user_messages: number;
  bot_messages: number;
  events: number;
  ids: number;
  first: number;
  last: number;
  event_ids: string[];
  by_user: number;
  by_bot: number;
}

/** Every acknowledged event is in the log once, and the log is numbered and counted without a gap. */
export async function checkLog({ ask }: Observer, ledger: Ledger, onFailure: OnFailure): Promise<void> {
  const expected = new Map([...ledger.acknowledged].map(([name, ids]) => [name, [...ids]]));
  const conversations = new Map(
    (await ask<LoggedConversation>(LOG)).map((one) => [conversationName(one.bot_name, one.user_id), one]),
  );
  for (const [name, ids] of expected) {
    const logged = new Set(conversations.get(name)?.event_ids);
    const lost = ids.filter((id) => !logged.has(id));
    if (lost.length > 0) onFailure(`${name}: ${lost.length} acknowledged events are not in the log: ${lost.join()}`);
  }
  for (const [name, one] of conversations) {
    const { event_ids: _, ...counts } = one;
    const gapless = one.events === one.last && one.last === one.last_seq && (one.events === 0 || one.first === 1);
    const counted = one.by_user === one.user_messages && one.by_bot === one.bot_messages;
    if (!gapless || !counted || one.ids !== one.events)
      onFailure(`${name}: the log is wrong: ${JSON.stringify(counts)}`);
  }
}

/** Nothing was posted that is not acknowledged by now, and nothing is in the log that nobody posted. */
export async function checkNothingElse({ ask }: Observer, ledger: Ledger, onFailure: OnFailure): Promise<void> {
  const [{ events } = { events: 0 }] = await ask<{ events: number }>('SELECT count(*)::integer AS events FROM events');
  if (events !== ledger.events()) onFailure(`${events} events are in the log, ${ledger.events()} were acknowledged`);
}

/** No job is locked or failed for good. */
export async function checkQueue({ ask }: Observer, onFailure: OnFailure): Promise<void> {
  const wrong = await ask(
    `SELECT id, key, task_identifier, attempts, locked_by, locked_at, last_error FROM graphile_worker.jobs
    WHERE locked_at IS NOT NULL OR attempts >= max_attempts`,
  );
  if (wrong.length > 0) onFailure(`jobs are locked or failed for good: ${JSON.stringify(wrong)}`);
}

/** Two web processes and two workers with 10 connections each and one to listen, this test's own, and what dies just now. */
const MAX_CONNECTIONS = 60;

/** Nothing opens connections without bound while the database is away. */
export async function checkConnections({ ask }: Observer, onFailure: OnFailure): Promise<void> {
  const [row] = await ask<{ n: number }>(
    `SELECT count(*)::integer AS n FROM pg_stat_activity WHERE application_name = 'coldpath'`,
  );
  if (row === undefined || row.n > MAX_CONNECTIONS) onFailure(`there are ${row?.n} connections`);
}

/** Every web process answers reads from the database again. */
export async function checkReads(urls: readonly string[], ledger: Ledger, onFailure: OnFailure): Promise<void> {
  const [name = ''] = ledger.acknowledged.keys();
  const [bot = '', user = ''] = name.split('/');
  for (const url of urls) {
    const answer = await fetch(`${url}/v1/bots/${bot}/users/${user}/insights`).then((got) => got.text());
    if (!/"freshness":"(?:fresh|stale)"/u.test(answer)) onFailure(`${url} answers a read with ${brief(answer)}`);
  }
}

/** The database as coldpath's own code sees it. */
export function openForVerify(connectionString: string): Database {
  return openPg({ connectionString, maxConnections: 2, onError: () => undefined });
}

/** Recomputes a share of the conversations from their events. @returns how many */
export async function checkRows(db: Database, share: number, onFailure: OnFailure): Promise<number> {
  const { checked } = await verify(db, {
    annotator: ANNOTATOR,
    clock: () => new Date(),
    share,
    onDifference: ({ bot_name: bot, user_id: user, what, stored, recomputed }) =>
      onFailure(`${bot}/${user ?? ''}: ${what} is ${brief(stored)}, recomputed ${brief(recomputed)}`),
  });
  return checked;
}

/** The hourly sums of each bot are what its conversations say they added, to the fourth decimal. */
export async function checkScoreHours({ ask }: Observer, db: Database, onFailure: OnFailure): Promise<void> {
  const sums = new Map<string, { n: number; sum: number }>();
  const add = (key: string, n: number, sum: number): void => {
    const old = sums.get(key) ?? { n: 0, sum: 0 };
    sums.set(key, { n: old.n + n, sum: old.sum + sum });
  };
  for (const { id } of await ask<{ id: string }>('SELECT id FROM conversations')) {
    const [stored] = await db.query(readConversationStates, [[id]]);
    if (stored === undefined) continue;
    for (const { metric, hour, n, sum } of startEngines(stored.states).added?.hours ?? []) {
      add(`${stored.bot_name} ${metric} ${hour}`, n, sum);
    }
  }
  const rows = await ask<{ bot_name: string; metric: string; hour: number; n: number; sum: number }>(
    `SELECT bot_name, metric, (extract(epoch FROM hour) / 3600)::integer AS hour, sum(n)::float8 AS n,
      sum(sum)::float8 AS sum FROM score_hours GROUP BY 1, 2, 3`,
  );
  for (const { bot_name: bot, metric, hour, n, sum } of rows) add(`${bot} ${metric} ${hour}`, -n, -sum);
  const wrong = [...sums].filter(([, { n, sum }]) => n !== 0 || Math.abs(sum) > 0.01);
  if (wrong.length > 0) onFailure(`${wrong.length} hourly sums are wrong: ${brief(wrong)}`);
}

function brief(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300);
}
