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

  /** Its id, its two numbers, whether rows were retired, and when its user last wrote; null for one that is not there. */
  static values(conversation: SimulatedConversation | undefined): readonly (number | boolean | null)[] {
    if (conversation === undefined) return [null, null, null, null, null];
    return [conversation.id, conversation.#lastSeq, conversation.#foldedSeq, false, conversation.lastEventAt];
  }
}
