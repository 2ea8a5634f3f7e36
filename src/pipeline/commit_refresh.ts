import type { RefreshPolicy } from '../config.ts';
import type { Database, Queryable } from '../db/db.ts';
import { addScoreHours } from '../db/queries/add_score_hours.ts';
import { claimRevision } from '../db/queries/claim_revision.ts';
import { dropCheckpoints } from '../db/queries/drop_checkpoints.ts';
import { holdRevision } from '../db/queries/hold_revision.ts';
import { insertAnnotations } from '../db/queries/insert_annotations.ts';
import { insertCheckpoint } from '../db/queries/insert_checkpoint.ts';
import { markBotChanged } from '../db/queries/mark_bot_changed.ts';
import { writeRefresh } from '../db/queries/write_refresh.ts';
import type { EventPosition } from '../domain/event.ts';
import { projectRows } from '../engines/registry.ts';
import type { RunningEngines } from '../engines/registry.ts';
import type { NewAnnotation } from './annotate_page.ts';
import type { Checkpoint } from './checkpoint.ts';
import { statesOf } from './engines_at_work.ts';
import type { AddedHours } from './engines_at_work.ts';
import { nextRefreshAhead } from './refresh_ahead.ts';
import { scheduleBotRefresh, scheduleRefreshAhead } from './schedule.ts';
import { hourChanges } from './score_hours.ts';

/** Rows an hour has per metric, so that workers of one bot seldom wait for each other. */
const SHARDS = 16;

/** Which of the rows a conversation adds to. */
export function shardOf(conversationId: number): number {
  return conversationId % SHARDS;
}

/** A conversation as it was read. */
export interface ReadConversation {
  id: number;
  bot_name: string;
  user_id: string;
  last_seq: number;
  revision: number;
  last_event_at: Date | null;
  refresh_ahead_seconds: number | null;
}

export interface Refresh {
  conversation: ReadConversation;
  /** Last event in folding order; null when there is none. */
  head: EventPosition | null;
  engines: RunningEngines;
  /** What the conversation had added to its bot's hours. */
  addedBefore: AddedHours | null;
  annotations: readonly NewAnnotation[];
  analyzerVersion: number;
  checkpoints: readonly Checkpoint[];
  /** Events up to which stored checkpoints stay right; null when all of them do. */
  validCheckpoints: number | null;
  policy: RefreshPolicy;
  now: Date;
}

/**
 * Writes all that a refresh computed, in one transaction with the watermark.
 * @returns false, with nothing written, when the conversation was refreshed or erased since it was read
 */
export async function commitRefresh(db: Database, refresh: Refresh): Promise<boolean> {
  const { conversation, head, engines, policy, now } = refresh;
  const { id, bot_name: botName, user_id: userId, last_seq: seq, revision } = conversation;
  const rows = JSON.stringify(Object.fromEntries(projectRows(engines.conversation, now)));
  const states = statesOf(engines);
  const changes = hourChanges(refresh.addedBefore, { version: engines.bot.version, hours: engines.bot.hours() }, head);
  const expiresAt = new Date(now.getTime() + policy.ttlSeconds * 1_000);

  return db.transaction(async (tx) => {
    const headAt = head === null ? null : new Date(head.at);
    const claimed = await tx.query(claimRevision, [id, revision, seq, headAt, head?.eventId ?? null, now]);
    if (claimed.length === 0) return false;
    await tx.query(writeRefresh, [
      botName,
      userId,
      rows,
      seq,
      now,
      expiresAt,
      states.map(({ engine }) => engine),
      states.map(({ version }) => version),
      states.map(({ state }) => JSON.stringify(state)),
      states.map(({ hours }) => (hours === undefined ? null : JSON.stringify(hours))),
      refresh.analyzerVersion,
      annotationRows(refresh.annotations),
    ]);
    await writeCheckpoints(tx, refresh);
    await keepUnexpired(tx, conversation, expiresAt, now);
    for (const { version, differences } of changes) {
      await tx.query(addScoreHours, [botName, shardOf(id), version, JSON.stringify(differences)]);
    }
    if (changes.length > 0) {
      const marked = await tx.query(markBotChanged, [botName, now]);
      const [mark] = marked;
      if (mark !== undefined) await scheduleBotRefresh(tx, botName, mark.is_first, policy);
    }
    return true;
  });
}

/**
 * Stores annotations ahead of the commit, so that a long fold that is interrupted need not analyse again.
 * @returns false, with nothing written, when the conversation was refreshed or erased since it was read
 */
export async function saveAnnotations(
  db: Database,
  conversation: ReadConversation,
  analyzerVersion: number,
  annotations: readonly NewAnnotation[],
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const held = await tx.query(holdRevision, [conversation.id, conversation.revision]);
    if (held.length === 0) return false;
    const { bot_name: botName, user_id: userId } = conversation;
    await tx.query(insertAnnotations, [botName, userId, analyzerVersion, annotationRows(annotations)]);
    return true;
  });
}

/** Refreshes ahead for readers by SQL, where the bot wants it. */
async function keepUnexpired(tx: Queryable, conversation: ReadConversation, expiresAt: Date, now: Date): Promise<void> {
  const { id, last_event_at: lastEventAt, refresh_ahead_seconds: refreshAheadSeconds } = conversation;
  if (lastEventAt === null || refreshAheadSeconds === null) return;
  const at = nextRefreshAhead({ now, lastEventAt, expiresAt, refreshAheadSeconds });
  if (at !== null) await scheduleRefreshAhead(tx, id, (at.getTime() - now.getTime()) / 1_000);
}

async function writeCheckpoints(
  tx: Queryable,
  { conversation, checkpoints, validCheckpoints }: Refresh,
): Promise<void> {
  const { bot_name: botName, user_id: userId } = conversation;
  if (validCheckpoints !== null) await tx.query(dropCheckpoints, [botName, userId, validCheckpoints]);
  for (const { events, head, states } of checkpoints) {
    await tx.query(insertCheckpoint, [botName, userId, events, new Date(head.at), head.eventId, states]);
  }
}

/** Annotations as the statements take them. */
function annotationRows(annotations: readonly NewAnnotation[]): string {
  const rows = annotations.map(({ seq, analysis, embedding }) => ({
    seq,
    analysis,
    embedding_source: embedding?.source ?? null,
    embedding: embedding?.vector ?? null,
  }));
  return JSON.stringify(rows);
}
