import type { ConversationKey } from '../domain/conversation.ts';
import type { EventPosition } from '../domain/event.ts';

/** How far a conversation is folded, and how far its log goes. */
export interface FoldRange extends ConversationKey {
  foldedSeq: number;
  lastSeq: number;
  /** The last event in folding order that the states know; null when they know none. */
  head: EventPosition | null;
  /** Events in the checkpoint that stands in for pruned ones; 0 when the log is whole. */
  prunedEvents: number;
}

interface Row {
  bot_name: string;
  user_id: string;
  folded_seq: number;
  last_seq: number;
  head_occurred_at: Date | null;
  head_event_id: string | null;
  pruned_events: number;
}

export function rangeOf(row: Row): FoldRange {
  return {
    botName: row.bot_name,
    userId: row.user_id,
    foldedSeq: row.folded_seq,
    lastSeq: row.last_seq,
    head:
      row.head_occurred_at === null || row.head_event_id === null
        ? null
        : { at: row.head_occurred_at.getTime(), eventId: row.head_event_id },
    prunedEvents: row.pruned_events,
  };
}

/** Where an event stands in folding order. */
export function positionOf(event: { occurred_at: Date; event_id: string }): EventPosition {
  return { at: event.occurred_at.getTime(), eventId: event.event_id };
}
