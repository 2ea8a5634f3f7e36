import { cacheRow } from './simulated_rows.ts';
import type { Rows } from './simulated_rows.ts';

/** The counters and rows of one conversation. */
export class SimulatedConversation {
  readonly id: number;
  #lastSeq = 0;
  #foldedSeq = 0;
  /** Epoch milliseconds. */
  lastEventAt = 0;
  rows: Rows | undefined;

  constructor(id: number) {
    this.id = id;
  }

  get unfolded(): number {
    return this.#lastSeq - this.#foldedSeq;
  }

  append(now: number): void {
    this.#lastSeq += 1;
    this.lastEventAt = now;
  }

  /** Folds all there is and writes the rows. */
  fold(now: number, ttlSeconds: number): Rows {
    this.#foldedSeq = this.#lastSeq;
    return (this.rows = { computedAt: now, expiresAt: now + ttlSeconds * 1_000 });
  }

  /** The conversation's part of what the hot read returns; undefined for one that is not there. */
  static stored(conversation: SimulatedConversation | undefined): Record<string, unknown> {
    const row = (name: string) => cacheRow(name, conversation?.rows);
    return {
      conversation_id: conversation?.id ?? null,
      last_seq: conversation === undefined ? null : conversation.#lastSeq,
      folded_seq: conversation === undefined ? null : conversation.#foldedSeq,
      rows_retired: conversation === undefined ? null : false,
      last_user_message_at: conversation === undefined ? null : new Date(conversation.lastEventAt),
      ...row('memory_health'),
      ...row('personality_profile'),
      ...row('conversation_patterns'),
      ...row('memory_behavior'),
      ...row('engagement_opportunities'),
    };
  }
}
