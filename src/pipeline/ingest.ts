import type { RefreshPolicy } from '../config.ts';
import type { Database } from '../db/db.ts';
import { ingestEvents } from '../db/queries/ingest_events.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import type { Event } from '../domain/event.ts';
import { refreshTerms } from './schedule.ts';

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
  const first = new Map<string, number>();
  for (const [index, { event_id: id }] of events.entries()) if (!first.has(id)) first.set(id, index);
  const given = [...first.values()].map((index) => ({ index, ...events[index] }));
  const rows = await db.write(ingestEvents, [botName, userId, JSON.stringify(given), ...refreshTerms(policy)]);
  const seqs = new Map(rows.map(({ event_id: id, seq }) => [id, seq]));
  return events.map(({ event_id: id }, index) => {
    const seq = first.get(id) === index ? seqs.get(id) : undefined;
    if (seq === undefined) return { status: 'duplicate' };
    return seq === null ? { status: 'too_old' } : { status: 'accepted', seq };
  });
}
