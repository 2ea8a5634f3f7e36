import type { Database, Queryable } from '../db/db.ts';
import { addScoreHours } from '../db/queries/add_score_hours.ts';
import { claimRevisions } from '../db/queries/claim_revisions.ts';
import { dropCheckpoints } from '../db/queries/drop_checkpoints.ts';
import { holdRevision } from '../db/queries/hold_revision.ts';
import { insertAnnotations } from '../db/queries/insert_annotations.ts';
import { insertCheckpoint } from '../db/queries/insert_checkpoint.ts';
import { markBotsChanged } from '../db/queries/mark_bots_changed.ts';
import { writeRefresh } from '../db/queries/write_refresh.ts';
import type { TableName } from '../domain/table.ts';
import type { NewAnnotation } from './annotate_page.ts';
import { annotationRows } from './prepared_refresh.ts';
import type { PreparedRefresh, ReadConversation } from './prepared_refresh.ts';
import { nextRefreshAhead } from './refresh_ahead.ts';
import { scheduleBotRefresh, scheduleRefreshAhead } from './schedule.ts';

/** The tables with rows of conversations, in the order in which `write_refresh` takes them. */
const TABLES: readonly TableName[] = [
  'strategic_memory_health',
  'strategic_personality_profiles',
  'strategic_conversation_patterns',
  'strategic_memory_behavior',
  'strategic_engagement_opportunities',
];

/**
 * Writes all that refreshes computed, in one transaction with their watermarks. Locks are taken in one order over all
 * processes: conversations by id, what hangs on them, hourly sums by key, bots by name, jobs of bots by name.
 * @param refreshes of different conversations
 * @param lockWait how long to wait for a lock, such as '1s'; '0' for as long as it takes
 * @returns the ids of those that were written; the others were refreshed or erased since they were read
 */
export async function commitRefreshes(
  db: Database,
  refreshes: readonly PreparedRefresh[],
  lockWait: string,
): Promise<ReadonlySet<number>> {
  return db.transaction(async (tx) => {
    const claims = JSON.stringify(refreshes.map(({ conversation: { id, revision } }) => ({ id, revision })));
    const claimed = new Set((await tx.query(claimRevisions, [claims, lockWait])).map(({ id }) => id));
    const won = refreshes
      .filter(({ conversation }) => claimed.has(conversation.id))
      .sort((a, b) => a.conversation.id - b.conversation.id);
    if (won.length === 0) return claimed;
    await tx.query(writeRefresh, writtenValues(won));
    for (const refresh of won) {
      await writeCheckpoints(tx, refresh);
      await keepUnexpired(tx, refresh);
    }
    await addHours(tx, won);
    return claimed;
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
    const rows = annotationRows(conversation, analyzerVersion, annotations);
    await tx.query(insertAnnotations, [JSON.stringify(rows)]);
    return true;
  });
}

/** What `write_refresh` takes. */
function writtenValues(refreshes: readonly PreparedRefresh[]): string[] {
  const states = refreshes.flatMap((refresh) => refresh.states);
  return [
    JSON.stringify(states.map(({ key }) => key)),
    states.map(({ state }) => state).join('\n'),
    states.map(({ hours }) => hours).join('\n'),
    JSON.stringify(refreshes.flatMap(({ annotations }) => annotations)),
    ...TABLES.map((table) => refreshes.flatMap(({ rows }) => rows.get(table) ?? []).join('\n')),
    JSON.stringify(refreshes.map(({ watermark }) => watermark)),
  ];
}

async function addHours(tx: Queryable, refreshes: readonly PreparedRefresh[]): Promise<void> {
  const adding = refreshes.filter(({ hours }) => hours.length > 0);
  const [first] = adding;
  if (first === undefined) return;
  await tx.query(addScoreHours, [JSON.stringify(adding.flatMap(({ hours }) => hours))]);
  const bots = new Set(adding.map(({ conversation }) => conversation.bot_name));
  const now = new Date(Math.max(...adding.map((refresh) => refresh.now.getTime())));
  const marked = await tx.query(markBotsChanged, [[...bots], now]);
  for (const { bot_name: botName, is_first: isFirst } of marked.sort(byBotName)) {
    await scheduleBotRefresh(tx, botName, isFirst, first.policy);
  }
}

function byBotName(a: { bot_name: string }, b: { bot_name: string }): number {
  return a.bot_name < b.bot_name ? -1 : 1;
}

/** Refreshes ahead for readers by SQL, where the bot wants it. */
async function keepUnexpired(tx: Queryable, { conversation, expiresAt, now }: PreparedRefresh): Promise<void> {
  const { id, last_event_at: lastEventAt, refresh_ahead_seconds: refreshAheadSeconds } = conversation;
  if (lastEventAt === null || refreshAheadSeconds === null) return;
  const at = nextRefreshAhead({ now, lastEventAt, expiresAt, refreshAheadSeconds });
  if (at !== null) await scheduleRefreshAhead(tx, id, (at.getTime() - now.getTime()) / 1_000);
}

async function writeCheckpoints(
  tx: Queryable,
  { conversation, checkpoints, validCheckpoints }: PreparedRefresh,
): Promise<void> {
  const { bot_name: botName, user_id: userId } = conversation;
  if (validCheckpoints !== null) await tx.query(dropCheckpoints, [botName, userId, validCheckpoints]);
  for (const { events, head, states } of checkpoints) {
    await tx.query(insertCheckpoint, [botName, userId, events, new Date(head.at), head.eventId, states]);
  }
}
