import type { EventInput } from '../../src/domain/event.ts';
import type { Chat } from './chat.ts';

/** What the server has acknowledged: what must be in the log, whatever happens. */
export interface Ledger {
  /** Event ids by conversation. */
  acknowledged: ReadonlyMap<string, ReadonlySet<string>>;
  events: () => number;
  has: (chat: Chat, event: EventInput) => boolean;
  add: (chat: Chat, events: readonly EventInput[]) => void;
}

export function conversationName(botName: string, userId: string): string {
  return `${botName}/${userId}`;
}

export function openLedger(): Ledger {
  const acknowledged = new Map<string, Set<string>>();
  let events = 0;
  return {
    acknowledged,
    events: () => events,
    has: ({ botName, userId }, event) =>
      acknowledged.get(conversationName(botName, userId))?.has(event.event_id) ?? false,
    add({ botName, userId }, added) {
      const name = conversationName(botName, userId);
      const ids = acknowledged.get(name) ?? new Set();
      acknowledged.set(name, ids);
      for (const { event_id: id } of added) {
        if (!ids.has(id)) events += 1;
        ids.add(id);
      }
    },
  };
}
