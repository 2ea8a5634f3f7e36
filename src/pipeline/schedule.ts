import type { RefreshPolicy } from '../config.ts';
import type { Queryable } from '../db/db.ts';
import { addJob } from '../db/queries/add_job.ts';

/** Graphile Worker runs the lowest number first. */
const PRIORITY = { asked: 0, usual: 10, bot: 20 } as const;
/** Graphile Worker waits exp(attempt) seconds between attempts: ten take about 6 hours. */
const MAX_ATTEMPTS = 10;

/** A conversation as far as its refresh goes. */
export interface Backlog {
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
  if (backlog.unfolded >= policy.threshold)
    return addRefreshJob(db, backlog.conversationId, now, 'replace', PRIORITY.usual);
  const runAt = new Date(now.getTime() + policy.debounceMs);
  return addRefreshJob(db, backlog.conversationId, runAt, 'preserve_run_at', PRIORITY.usual);
}

/** Queues the refresh of a conversation that a reader waits for: at once, before all others. */
export async function requestRefresh(db: Queryable, conversationId: number, now: Date): Promise<void> {
  await addRefreshJob(db, conversationId, now, 'replace', PRIORITY.asked);
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
