import type { Database } from '../db/db.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import { SECTION_NAMES } from '../domain/insights.ts';
import { scheduleShadowRead } from '../pipeline/schedule.ts';
import type { Sections } from './section_copies.ts';

const MINUTE_MS = 60_000;

export interface ShadowSamplerOptions {
  db: Database;
  /** Reads a minute that are recomputed at the most; 0 for none. */
  perMinute: number;
  onError: (error: unknown, doing: string) => void;
}

/** Takes now and then a read that was answered, for a worker to recompute it. */
export class ShadowSampler {
  readonly #options: ShadowSamplerOptions;
  /** Epoch milliseconds before which no read is taken. */
  #next: number;

  constructor(options: ShadowSamplerOptions) {
    this.#options = options;
    this.#next = options.perMinute === 0 ? Infinity : 0;
  }

  /** Costs a comparison, for nearly every read. Nothing is waited for. */
  offer(key: ConversationKey, sections: Sections, now: number): void {
    if (now < this.#next) return;
    this.#next = now + MINUTE_MS / this.#options.perMinute;
    const answered = SECTION_NAMES.flatMap((name) => {
      const { freshness, data } = sections[name];
      return freshness === 'fresh' || freshness === 'stale' ? [{ name, freshness, data: data.toString() }] : [];
    });
    if (answered.length === 0) return;
    scheduleShadowRead(this.#options.db, key, { served_at: now, sections: answered }).catch((error: unknown) =>
      this.#options.onError(error, 'queue a shadow check'),
    );
  }
}
