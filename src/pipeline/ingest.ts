import type { RefreshPolicy } from '../config.ts';
import type { Database, Queryable } from '../db/db.ts';
import { appendEvents } from '../db/queries/append_events.ts';
import { lockConversation } from '../db/queries/lock_conversation.ts';
import { makeConversation } from '../db/queries/make_conversation.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import type { Event } from '../domain/event.ts';
import { scheduleRefresh } from './schedule.ts';

/** What became of one event; `seq` is its number in the conversation. */
export type Ingested = { status: 'accepted'; seq: number } | { status: 'duplicate' } | { status: 'too_old' };

/**
 * Writes events to the log of one conversation and queues its refresh, in one transaction: when this resolves, they
 * are in the log once and will be folded. An event_id that is in the log already, or earlier in `events`, is a duplicate
 * and changes nothing; one from before what retention has kept is too old.
 * @param events at most {@link MAX_EVENTS_PER_CALL}
 * @returns one outcome an event, in the same order
 */
export async function ingest(
  db: Database,
  { botName, userId }: ConversationKey,
  events: readonly Event[],
  policy: RefreshPolicy,
): Promise<Ingested[]> {
  if (events.length === 0) return [];
  const given = JSON.stringify(events.map((event, index) => ({ index, ...event })));
  const outcomes = await db.transaction(async (tx) => {
    const conversation = await openConversation(tx, { botName, userId });
    const rows = await tx.query(appendEvents, [botName, userId, conversation.last_seq, given]);
    const added = rows.filter(({ seq }) => seq !== null).length;
    if (added > 0) {
      const unfolded = conversation.last_seq + added - conversation.folded_seq;
      await scheduleRefresh(tx, { botName, conversationId: conversation.id, unfolded }, policy);
    }
    return rows;
  });
  const seqs = new Map(outcomes.map(({ index, seq }) => [index, seq]));
  return events.map((_event, index) => {
    const seq = seqs.get(index);
    if (seq === undefined) return { status: 'duplicate' };
    return seq === null ? { status: 'too_old' } : { status: 'accepted', seq };
  });
}

/** Holds a conversation until the transaction ends, and makes it where it is new. */
export async function openConversation(
  tx: Queryable,
  { botName, userId }: ConversationKey,
): Promise<{ id: number; last_seq: number; folded_seq: number }> {
  const [known] = await tx.query(lockConversation, [botName, userId]);
  const [conversation] = known === undefined ? await tx.query(makeConversation, [botName, userId]) : [known];
  if (conversation === undefined) throw new Error('an upsert returned no row');
  return conversation;
}
