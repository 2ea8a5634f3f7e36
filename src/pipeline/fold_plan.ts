import type { Queryable } from '../db/db.ts';
import { listEventPositions } from '../db/queries/list_event_positions.ts';
import { readCheckpoints } from '../db/queries/read_checkpoints.ts';
import { readEvents } from '../db/queries/read_events.ts';
import type { StoredEvent } from '../db/stored_event.ts';
import { compareEvents } from '../domain/event.ts';
import type { EventPosition } from '../domain/event.ts';
import type { StoredState } from './engines_at_work.ts';
import { positionOf } from './fold_range.ts';
import type { FoldRange } from './fold_range.ts';

/** Most events that are in memory at once while folding. */
export const PAGE = 1_000;

/** What to fold, in folding order, a page at a time, and on top of what. */
export interface FoldPlan {
  /** The states to start from: null for those that are stored as the conversation's own. */
  start: readonly StoredState[] | null;
  /** Last event that the start knows. */
  head: EventPosition | null;
  /** Events that the start knows. */
  eventsBefore: number;
  events: number;
  pages: AsyncIterable<StoredEvent[]>;
}

/**
 * Decides how to bring the states up to the log. New events after the head are folded on top. When one of them belongs
 * before the head, or `statesUsable` is false, folding starts anew from an earlier point, so that the order of arrival
 * leaves no trace. A conversation that was restored begins with its checkpoint.
 * @param readUnfolded reads a page of events or less
 */
export async function planFold(
  db: Queryable,
  range: FoldRange,
  statesUsable: boolean,
  readUnfolded: (range: FoldRange) => Promise<StoredEvent[]>,
): Promise<FoldPlan> {
  const isRestored = range.foldedSeq === 0 && range.prunedEvents > 0;
  if (!statesUsable || isRestored) return planRefold(db, range);
  const onTop = { start: null, head: range.head, eventsBefore: range.foldedSeq };
  if (range.lastSeq - range.foldedSeq <= PAGE) {
    const events = inOrder(await readUnfolded(range));
    const first = events[0] && positionOf(events[0]);
    if (follows(range.head, first)) return { ...onTop, events: events.length, pages: onePage(events) };
    return planRefold(db, range, first);
  }
  const positions = await readPositions(db, range, range.foldedSeq);
  if (!follows(range.head, positions[0])) return planRefold(db, range, positions[0]);
  return { ...onTop, events: positions.length, pages: readPages(db, range, positions) };
}

/**
 * Folding from the newest checkpoint before `late`, or without one from the first event there is.
 * @param late the earliest event that the states do not know; left out when they cannot be used at all
 */
export async function planRefold(db: Queryable, range: FoldRange, late?: EventPosition): Promise<FoldPlan> {
  const { botName, userId, prunedEvents } = range;
  const checkpoints = (await db.query(readCheckpoints, [botName, userId])).map((row) => ({
    ...row,
    ...positionOf(row),
  }));
  const usable = checkpoints.filter(
    (checkpoint) => checkpoint.events === prunedEvents || (late !== undefined && compareEvents(checkpoint, late) < 0),
  );
  const from = usable.at(-1);
  const positions = await readPositions(db, range, 0);
  const after = from === undefined ? positions : positions.filter((position) => compareEvents(position, from) > 0);
  return {
    start: from?.states ?? [],
    head: from === undefined ? null : { at: from.at, eventId: from.eventId },
    eventsBefore: from?.events ?? 0,
    events: after.length,
    pages: readPages(db, range, after),
  };
}

function follows(head: EventPosition | null, first: EventPosition | undefined): boolean {
  return head === null || first === undefined || compareEvents(head, first) < 0;
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

async function* readPages(
  db: Queryable,
  { botName, userId }: FoldRange,
  positions: readonly Position[],
): AsyncIterable<StoredEvent[]> {
  for (let start = 0; start < positions.length; start += PAGE) {
    const seqs = positions.slice(start, start + PAGE).map(({ seq }) => seq);
    yield inOrder(await db.query(readEvents, [botName, userId, seqs]));
  }
}

async function* onePage(events: StoredEvent[]): AsyncIterable<StoredEvent[]> {
  if (events.length > 0) yield events;
}

function inOrder(events: StoredEvent[]): StoredEvent[] {
  return events.sort((a, b) => compareEvents(positionOf(a), positionOf(b)));
}
