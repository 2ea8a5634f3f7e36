import type { RefreshPolicy } from '../config.ts';
import type { Queryable } from '../db/db.ts';
import { addJob } from '../db/queries/add_job.ts';
import { countBacklog } from '../db/queries/count_backlog.ts';

/** Graphile Worker runs the lowest number first. `usual` is where the classes of backlog begin. */
const PRIORITY = { asked: 0, usual: 10, bot: 20, maintenance: 30 } as const;
/** Graphile Worker waits exp(attempt) seconds between attempts: eight take about 80 minutes. */
const MAX_ATTEMPTS = 8;
/** Backlogs (conversations of one bot that are behind) from which on its refreshes go one class down. */
const BACKLOG_CLASSES = [16, 64, 256, 1_024] as const;

/** A conversation as far as its refresh goes. */
export interface Backlog {
  botName: string;
  conversationId: number;
  /** Events that are in the log and not in the engine states. */
  unfolded: number;
}

/**
 * Queues the refresh of a conversation that has new events, in the caller's transaction. A first event waits for the
 * debounce and those that follow ride with it; from the threshold on the refresh is due at once.
 */
export async function scheduleRefresh(
  db: Queryable,
  backlog: Backlog,
  policy: RefreshPolicy,
  now: Date,
): Promise<void> {
  const priority = await fairPriority(db, backlog.botName);
  if (backlog.unfolded >= policy.threshold) {
    return addRefreshJob(db, backlog.conversationId, now, 'replace', priority);
  }
  const runAt = new Date(now.getTime() + policy.debounceMs);
  return addRefreshJob(db, backlog.conversationId, runAt, 'preserve_run_at', priority);
}

/**
 * The longer a bot's backlog, the later its next refresh: a bot with ten waiting conversations goes before one with ten
 * thousand, and among equals the first come is the first served.
 */
async function fairPriority(db: Queryable, botName: string): Promise<number> {
  const [counted] = await db.query(countBacklog, [botName, BACKLOG_CLASSES.at(-1)]);
  const behind = counted?.behind ?? 0;
  return PRIORITY.usual + BACKLOG_CLASSES.filter((size) => behind >= size).length;
}

/** Queues the refresh of a conversation that is behind and was not queued. */
export async function scheduleUnqueued(db: Queryable, conversationId: number, now: Date): Promise<void> {
  await addRefreshJob(db, conversationId, now, 'preserve_run_at', PRIORITY.usual);
}

/** Queues the refresh of a conversation that a reader waits for: at once, before all others. */
export async function requestRefresh(db: Queryable, conversationId: number, now: Date): Promise<void> {
  await addRefreshJob(db, conversationId, now, 'replace', PRIORITY.asked);
}

/** Queues a refresh for when the rows are about to expire, apart from those that new events ask for. */
export async function scheduleRefreshAhead(db: Queryable, conversationId: number, at: Date): Promise<void> {
  const payload = JSON.stringify({ conversation_id: conversationId });
  const key = `refresh_ahead:${conversationId}`;
  await db.query(addJob, ['refresh_user', payload, key, at, PRIORITY.bot, MAX_ATTEMPTS, 'replace']);
}

/** Queues folding a long conversation anew after an engine's version was raised: when nothing else is to do. */
export async function scheduleRefold(db: Queryable, conversationId: number, now: Date): Promise<void> {
  const payload = JSON.stringify({ conversation_id: conversationId });
  const key = `refold_user:${conversationId}`;
  await db.query(addJob, ['refold_user', payload, key, now, PRIORITY.maintenance, MAX_ATTEMPTS, 'preserve_run_at']);
}

/** Queues the performance rows of a bot, at most one refresh every `performanceSeconds`. */
export async function scheduleBotRefresh(
  db: Queryable,
  botName: string,
  policy: RefreshPolicy,
  now: Date,
): Promise<void> {
  const runAt = new Date(now.getTime() + policy.performanceSeconds * 1_000);
  await db.query(addJob, botJob(botName, runAt, PRIORITY.bot, 'preserve_run_at'));
}

/** Queues the performance rows of a bot at once, for a reader who found them expired. */
export async function requestBotRefresh(db: Queryable, botName: string, now: Date): Promise<void> {
  await db.query(addJob, botJob(botName, now, PRIORITY.asked, 'replace'));
}

async function addRefreshJob(
  db: Queryable,
  conversationId: number,
  runAt: Date,
  mode: string,
  priority: number,
): Promise<void> {
  const payload = JSON.stringify({ conversation_id: conversationId });
  await db.query(addJob, [
    'refresh_user',
    payload,
    `refresh_user:${conversationId}`,
    runAt,
    priority,
    MAX_ATTEMPTS,
    mode,
  ]);
}

function botJob(botName: string, runAt: Date, priority: number, mode: string): unknown[] {
  const payload = JSON.stringify({ bot_name: botName });
  return ['refresh_bot', payload, `refresh_bot:${botName}`, runAt, priority, MAX_ATTEMPTS, mode];
}
