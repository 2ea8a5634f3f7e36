import type { Database, Queryable } from '../../src/db/db.ts';
import { ANNOTATOR, clock } from '../../src/main/wire.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { advanceBot } from '../../src/pipeline/advance_bot.ts';
import { parseConfig } from '../../src/config.ts';
import type { RefreshPolicy } from '../../src/config.ts';
import type { BenchContext } from './benchmark.ts';
import { madeUpMessages } from './made_up_messages.ts';
import type { MadeUpMessage } from './made_up_messages.ts';
import { appendMessages } from './queries/append_messages.ts';
import { cloneAnnotations } from './queries/clone_annotations.ts';
import { cloneConversations } from './queries/clone_conversations.ts';
import { cloneEngineStates } from './queries/clone_engine_states.ts';
import { cloneEvents } from './queries/clone_events.ts';
import { cloneRows } from './queries/clone_rows.ts';
import { multiplyScoreHours } from './queries/multiply_score_hours.ts';
import { readConversationId } from './queries/read_conversation_id.ts';

/** Conversations that are folded by the pipeline; all others are copies of them, which a state cannot tell. */
const TEMPLATES = 20;
const PER_DAY = 20;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** From the end of one round of new messages to that of the next: longer than a round's messages take. */
const ROUND_MS = 10 * MINUTE_MS;
/** Most conversations one cloning statement copies, and most messages one appending statement brings. */
const CLONES_A_STATEMENT = 1_000;
const MESSAGES_A_STATEMENT = 5_000;

export const userName = (index: number): string => `user-${index}`;

/** Appends messages to conversations that are there, without queuing anything. */
export async function append(
  db: Queryable,
  botName: string,
  messages: readonly (MadeUpMessage & { userId: string })[],
): Promise<void> {
  for (let start = 0; start < messages.length; start += MESSAGES_A_STATEMENT) {
    const part = messages.slice(start, start + MESSAGES_A_STATEMENT);
    await db.query(appendMessages, [
      botName,
      part.map(({ userId }) => userId),
      part.map(({ eventId }) => eventId),
      part.map(({ at }) => new Date(at)),
      part.map(({ role }) => role),
      part.map(({ content }) => content),
    ]);
  }
}

/** Makes a conversation with past messages and folds them. @returns its id */
export async function foldPast(
  db: Database,
  botName: string,
  userId: string,
  messages: readonly MadeUpMessage[],
  policy: RefreshPolicy,
): Promise<number> {
  const [conversation] = await db.query(readConversationId, [botName, userId]);
  if (conversation === undefined) throw new Error('an upsert returned no row');
  await append(
    db,
    botName,
    messages.map((message) => ({ ...message, userId })),
  );
  await advance(db, conversation.id, { annotator: ANNOTATOR, policy, clock });
  return conversation.id;
}

export interface Population {
  botName: string;
  users: number;
  /** Messages that each conversation has folded already. */
  past: number;
  policy: RefreshPolicy;
  /** When the past ends, in epoch milliseconds. */
  pastEndsAt: number;
  /** Whether copies have their messages' annotations: no read looks at them, and a refresh that lacks them makes them. */
  annotated?: boolean;
}

/** A past that ended a day ago, which leaves room for new messages. */
export function aDayAgo(): number {
  return clock().getTime() - DAY_MS;
}

/**
 * Makes a bot with users whose past is folded: a few conversations by the pipeline, the rest as copies of them with
 * all that belongs to them. Cache rows are as old as the folding.
 */
export async function seedPopulation(
  db: Database,
  { botName, users, past, policy, pastEndsAt: endsAt, annotated = true }: Population,
  { progress, signal }: Pick<BenchContext, 'progress' | 'signal'>,
): Promise<void> {
  const templates = Math.min(TEMPLATES, users);
  for (let i = 0; i < templates; i++) {
    signal.throwIfAborted();
    const messages = madeUpMessages({ seed: i, first: 0, count: past, endsAt, perDay: PER_DAY });
    await foldPast(db, botName, userName(i), messages, policy);
    progress.show('folding the past of templates', i + 1, templates);
  }
  if (users > templates) {
    await db.query(cloneConversations, [botName, templates, users]);
    await db.query(multiplyScoreHours, [botName, Math.round(users / templates)]);
  }
  for (let first = templates; first < users; first += CLONES_A_STATEMENT) {
    signal.throwIfAborted();
    const end = Math.min(users, first + CLONES_A_STATEMENT);
    const range = [botName, templates, first, end];
    const cloneLog = async (): Promise<void> => {
      await db.query(cloneEvents, range);
      if (annotated) await db.query(cloneAnnotations, range);
    };
    await Promise.all([cloneLog(), db.query(cloneEngineStates, range), db.query(cloneRows, range)]);
    progress.show('copying them to users', end, users);
  }
  // What autovacuum would do in the minutes that real users take to write this much.
  await db.script('VACUUM (ANALYZE)');
}

/** Seconds for which rows that are to be read stay unexpired: longer than anything that is measured. */
const UNEXPIRED_SECONDS = 86_400;

/** Makes a bot whose users and performance are all there to be read, with rows that do not expire meanwhile. */
export async function seedForReads(
  db: Database,
  { botName, users, past }: Pick<Population, 'botName' | 'users' | 'past'>,
  context: Pick<BenchContext, 'progress' | 'signal'>,
): Promise<void> {
  const policy = { ...parseConfig({}).refresh, ttlSeconds: UNEXPIRED_SECONDS };
  await seedPopulation(db, { botName, users, past, policy, pastEndsAt: aDayAgo(), annotated: false }, context);
  await advanceBot(db, botName, policy, clock());
}

/** New messages for every user, after all that they have: `round` counts such calls. */
export function newMessages(
  { users, past, pastEndsAt }: Pick<Population, 'users' | 'past' | 'pastEndsAt'>,
  count: number,
  round: number,
): (MadeUpMessage & { userId: string })[] {
  const endsAt = pastEndsAt + (round + 1) * ROUND_MS;
  return Array.from({ length: users }, (_, index) => {
    const range = { seed: users * (round + 1) + index, first: past + round * count, count, endsAt, perDay: 4 * count };
    return madeUpMessages(range).map((message) => ({ ...message, userId: userName(index) }));
  }).flat();
}
