import type { RefreshPolicy } from '../config.ts';
import type { Queryable } from '../db/db.ts';
import { addJob } from '../db/queries/add_job.ts';
import { findConversation } from '../db/queries/find_conversation.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import type { ShadowReadInput } from '../domain/shadow.ts';

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
 * What `ingest_events` queues a refresh by: a first event waits for the debounce and those that follow ride with it; from
 * the threshold on the refresh is due at once.
 */
export function refreshTerms({ threshold, debounceMs }: RefreshPolicy): unknown[] {
  return [threshold, debounceMs / 1_000, PRIORITY.usual, MAX_ATTEMPTS, BACKLOG_CLASSES];
}

/** Queues the refresh of a conversation that has new events, by the same terms, in the caller's transaction. */
export async function scheduleRefresh(db: Queryable, backlog: Backlog, policy: RefreshPolicy): Promise<void> {
  const job = { ...refreshJob(backlog.conversationId), ...fairPriority(backlog.botName) };
  if (backlog.unfolded >= policy.threshold) await queueJob(db, { ...job, delaySeconds: 0, moves: true });
  else await queueJob(db, { ...job, delaySeconds: policy.debounceMs / 1_000, moves: false });
}

/** Queues the refresh of a conversation that is behind and was not queued. */
export async function scheduleUnqueued(db: Queryable, botName: string, conversationId: number): Promise<void> {
  await queueJob(db, { ...refreshJob(conversationId), ...fairPriority(botName), delaySeconds: 0, moves: false });
}

/** Queues the refresh of a conversation that a reader waits for: at once, before all others. */
export async function requestRefresh(db: Queryable, conversationId: number): Promise<void> {
  await queueJob(db, { ...refreshJob(conversationId), priority: PRIORITY.asked, delaySeconds: 0, moves: true });
}

/** Queues a refresh for when the rows are about to expire, apart from those that new events ask for. */
export async function scheduleRefreshAhead(db: Queryable, conversationId: number, delaySeconds: number): Promise<void> {
  const key = `refresh_ahead:${conversationId}`;
  await queueJob(db, { ...refreshJob(conversationId), key, priority: PRIORITY.bot, delaySeconds, moves: true });
}

/** Queues folding a conversation anew after an engine's version was raised: when nothing else is to do. */
export async function scheduleRefold(db: Queryable, conversationId: number): Promise<void> {
  await queueJob(db, {
    task: 'refold_user',
    key: `refold_user:${conversationId}`,
    payload: { conversation_id: conversationId },
    priority: PRIORITY.maintenance,
    delaySeconds: 0,
    moves: false,
  });
}

/** Queues the performance rows of a bot: its first ones at once, then at most once every `performanceSeconds`. */
export async function scheduleBotRefresh(
  db: Queryable,
  botName: string,
  isFirst: boolean,
  policy: RefreshPolicy,
): Promise<void> {
  const delaySeconds = isFirst ? 0 : policy.performanceSeconds;
  await queueJob(db, { ...botJob(botName), priority: PRIORITY.bot, delaySeconds, moves: false });
}

/** Queues the performance rows of a bot at once, for a reader who found them expired. */
export async function requestBotRefresh(db: Queryable, botName: string): Promise<void> {
  await queueJob(db, { ...botJob(botName), priority: PRIORITY.asked, delaySeconds: 0, moves: true });
}

/** Queues the recomputation of a read that was answered; one a conversation waits at a time. */
export async function scheduleShadowRead(
  db: Queryable,
  { botName, userId }: ConversationKey,
  read: Pick<ShadowReadInput, 'served_at' | 'sections'>,
): Promise<void> {
  const [conversation] = await db.query(findConversation, [botName, userId]);
  if (conversation === undefined) return;
  const { id, last_seq: lastSeq } = conversation;
  await queueJob(db, {
    task: 'shadow_read',
    key: `shadow_read:${id}`,
    payload: { conversation_id: id, last_seq: lastSeq, ...read },
    priority: PRIORITY.maintenance,
    delaySeconds: 0,
    moves: false,
  });
}

function refreshJob(conversationId: number) {
  return {
    task: 'refresh_user',
    key: `refresh_user:${conversationId}`,
    payload: { conversation_id: conversationId },
  };
}

function botJob(botName: string) {
  return { task: 'refresh_bot', key: `refresh_bot:${botName}`, payload: { bot_name: botName } };
}

/**
 * The longer a bot's backlog, the later its next refresh: a bot with ten waiting conversations goes before one with ten
 * thousand, and among equals the first come is the first served.
 */
function fairPriority(botName: string) {
  return { priority: PRIORITY.usual, behindOthersOf: botName };
}

interface Job {
  task: string;
  /** One job a key waits at a time. */
  key: string;
  payload: { conversation_id: number } | { bot_name: string } | ShadowReadInput;
  priority: number;
  /** The bot whose backlog makes the priority worse. */
  behindOthersOf?: string;
  delaySeconds: number;
  /** Whether a job that waits already is moved to this time, or keeps its own. */
  moves: boolean;
}

/** Adds a job, for sure, unless it is one of a conversation that was erased. */
async function queueJob(db: Queryable, job: Job): Promise<void> {
  const { task, key, payload, priority, delaySeconds, moves } = job;
  await db.query(addJob, [
    task,
    JSON.stringify(payload),
    key,
    delaySeconds,
    priority,
    MAX_ATTEMPTS,
    moves,
    'conversation_id' in payload ? payload.conversation_id : null,
    job.behindOthersOf ?? null,
    BACKLOG_CLASSES,
  ]);
}
