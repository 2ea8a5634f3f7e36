import type { InferOutput } from 'valibot';
import { Batch } from '../db/batch.ts';
import type { Queryable } from '../db/db.ts';
import { readConversationStates } from '../db/queries/read_conversation_states.ts';
import { readUnfoldedEvents } from '../db/queries/read_unfolded_events.ts';
import type { StoredEvent } from '../db/stored_event.ts';
import type { FoldRange } from './fold_range.ts';

/** Most conversations that are read at once. */
const MAX_READS = 16;

/** A conversation with its engine states. */
export type StoredConversation = InferOutput<typeof readConversationStates.row>;

/** What refreshes read. Those that run in a process at the same time read together. */
export class ConversationReads {
  readonly #conversations: Batch<number, StoredConversation | undefined>;
  readonly #events: Batch<FoldRange, StoredEvent[]>;

  constructor(db: Queryable) {
    this.#conversations = new Batch({ max: MAX_READS }, async (ids) => {
      const rows = await db.query(readConversationStates, [ids]);
      return ids.map((id) => rows.find((row) => row.id === id));
    });
    this.#events = new Batch<FoldRange, StoredEvent[]>({ max: MAX_READS }, async (ranges) => {
      const asked = ranges.map(({ botName, userId, foldedSeq, lastSeq }, index) => ({
        asked: index,
        bot_name: botName,
        user_id: userId,
        folded_seq: foldedSeq,
        last_seq: lastSeq,
      }));
      const rows = Map.groupBy(await db.query(readUnfoldedEvents, [JSON.stringify(asked)]), (row) => row.asked);
      return ranges.map((_range, index) => rows.get(index) ?? []);
    });
  }

  /** @returns nothing where there is no such conversation */
  conversation(id: number): Promise<StoredConversation | undefined> {
    return this.#conversations.do(id);
  }

  /** The events of a conversation that are not folded yet, in the order of arrival. */
  async unfolded(range: FoldRange): Promise<StoredEvent[]> {
    return range.lastSeq === range.foldedSeq ? [] : this.#events.do(range);
  }
}
