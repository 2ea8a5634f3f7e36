import type { Queryable } from '../db/db.ts';
import { listEventPositions } from '../db/queries/list_event_positions.ts';
import { readEvents } from '../db/queries/read_events.ts';
import { readUnfoldedEvents } from '../db/queries/read_unfolded_events.ts';
import type { StoredEvent } from '../db/stored_event.ts';
import { compareEvents } from '../domain/event.ts';
import type { EventPosition } from '../domain/event.ts';

/** Most events that are in memory at once while folding. */
export const PAGE = 1_000;

/** How far a conversation is folded, and how far its log goes. */
export interface FoldRange {
  botName: string;
  userId: string;
  foldedSeq: number;
  lastSeq: number;
  /** The last event in folding order that the states know; null when they know none. */
  head: EventPosition | null;
}

/** What to fold, in folding order, a page at a time. */
export interface FoldPlan {
  /** False: the stored states can be carried on. True: something arrived late (or they are of another version), fold from the first event. */
  anew: boolean;
  events: number;
  pages: AsyncIterable<StoredEvent[]>;
}

/**
 * Decides how to bring the states up to the log. New events after the head are folded on top; when one of them
 * belongs before the head, or `statesUsable` is false, everything is folded anew, so that the order of arrival leaves
 * no trace.
 */
export async function planFold(db: Queryable, range: FoldRange, statesUsable: boolean): Promise<FoldPlan> {
  const unfolded = range.lastSeq - range.foldedSeq;
  if (statesUsable && unfolded <= PAGE) {
    const events = await readRange(db, range);
    if (follows(range.head, events[0] && positionOf(events[0])))
      return { anew: false, events: events.length, pages: one(events) };
  } else if (statesUsable) {
    const positions = await readPositions(db, range, range.foldedSeq);
    if (follows(range.head, positions[0])) return byPosition(db, range, positions, false);
  }
  return byPosition(db, range, await readPositions(db, range, 0), true);
}

export function positionOf(event: Pick<StoredEvent, 'occurred_at' | 'event_id'>): EventPosition {
  return { at: event.occurred_at.getTime(), eventId: event.event_id };
}

function follows(head: EventPosition | null, first: EventPosition | undefined): boolean {
  return head === null || first === undefined || compareEvents(head, first) < 0;
}

async function readRange(db: Queryable, { botName, userId, foldedSeq, lastSeq }: FoldRange): Promise<StoredEvent[]> {
  if (lastSeq === foldedSeq) return [];
  const events = await db.query(readUnfoldedEvents, [botName, userId, foldedSeq, lastSeq]);
  return events.sort((a, b) => compareEvents(positionOf(a), positionOf(b)));
}

type Position = EventPosition & { seq: number };

async function readPositions(
  db: Queryable,
  { botName, userId, lastSeq }: FoldRange,
  after: number,
): Promise<Position[]> {
  const rows = await db.query(listEventPositions, [botName, userId, after, lastSeq]);
  return rows.map((row) => ({ ...positionOf(row), seq: row.seq })).sort(compareEvents);
}

function byPosition(db: Queryable, range: FoldRange, positions: readonly Position[], anew: boolean): FoldPlan {
  return { anew, events: positions.length, pages: readPages(db, range, positions) };
}

async function* readPages(
  db: Queryable,
  range: FoldRange,
  positions: readonly Position[],
): AsyncIterable<StoredEvent[]> {
  for (let start = 0; start < positions.length; start += PAGE) {
    const seqs = positions.slice(start, start + PAGE).map(({ seq }) => seq);
    const events = await db.query(readEvents, [range.botName, range.userId, seqs]);
    yield events.sort((a, b) => compareEvents(positionOf(a), positionOf(b)));
  }
}

async function* one(events: StoredEvent[]): AsyncIterable<StoredEvent[]> {
  if (events.length > 0) yield events;
}
