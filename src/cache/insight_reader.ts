import type { RefreshPolicy } from '../config.ts';
import type { Database } from '../db/db.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import { SECTION_NAMES } from '../domain/insights.ts';
import { withDeadline } from './deadline.ts';
import { InsightReads } from './insight_reads.ts';
import { loadPerformance } from './load_performance.ts';
import type { Performance } from './load_performance.ts';
import { loadSections } from './load_sections.ts';
import { neutralPerformance, neutralSection } from './neutral.ts';
import { RefreshRequests } from './refresh_requests.ts';
import { SectionCopies } from './section_copies.ts';
import type { Load, Sections } from './section_copies.ts';
import { relabel } from './served_section.ts';
import type { ServedSection } from './served_section.ts';
import { Subscription } from './subscription.ts';

/** Conversations that are loaded at once; one more is answered without the database. */
const MAX_LOADS = 256;

export interface InsightReaderOptions {
  db: Database;
  policy: RefreshPolicy;
  clock: () => Date;
  /** Milliseconds a read waits for the database. */
  deadlineMs: number;
  /** Bytes of memory for copies; 0 for none. */
  copyBytes: number;
  /** Told of what went wrong; the answer is given all the same. */
  onError: (error: unknown, doing: string) => void;
}

/** The hot read: from memory, else from the database within a deadline, else from what is left. */
export class InsightReader {
  readonly #options: InsightReaderOptions;
  readonly #copies: SectionCopies;
  readonly #loads = new Map<string, { load: Load; sections: Promise<Sections> }>();
  readonly #reads: InsightReads;
  readonly #requests: RefreshRequests;
  readonly #subscription: Subscription;

  constructor(options: InsightReaderOptions) {
    this.#options = options;
    this.#copies = new SectionCopies(options.copyBytes);
    this.#reads = new InsightReads(options.db);
    this.#requests = new RefreshRequests(options.onError);
    this.#subscription = new Subscription({
      db: options.db,
      channel: 'coldpath_row_changed',
      onNotification: (payload) => this.#copies.forget(payload),
      onHearing: (hearing) => (hearing ? this.#copies.startListening() : this.#copies.stopListening()),
      onError: options.onError,
    });
  }

  /** Begins to hear of changes, and with that to keep copies. Safe to call twice. */
  start(): Promise<void> {
    return this.#subscription.start();
  }

  /** Safe unstarted and twice. */
  stop(): Promise<void> {
    return this.#subscription.stop();
  }

  /** Drops what this process holds of a conversation and its bot, ahead of the notification that makes all others do it. */
  forget({ botName, userId }: ConversationKey): void {
    this.#copies.forget(JSON.stringify([botName, userId]));
    this.#copies.forget(JSON.stringify([botName]));
  }

  /**
   * All six sections of a conversation, each labelled: at once from memory, else promised. Never rejects, and takes
   * little more than the deadline.
   */
  read(key: ConversationKey): Sections | Promise<Sections> {
    const copy = this.#copies.good(key, this.#options.clock().getTime());
    if (copy !== undefined) return copy;
    return withDeadline(this.#load(key), this.#options.deadlineMs).catch((error: unknown) => {
      this.#options.onError(error, 'read insights');
      return this.#withoutDatabase(key);
    });
  }

  /** How a bot does, by window, each labelled. Never rejects, and takes little more than the deadline. */
  async readPerformance(botName: string): Promise<Performance> {
    const { db, policy, clock, deadlineMs, onError } = this.#options;
    try {
      const load = loadPerformance(db, botName, { policy, now: clock(), requests: this.#requests, onError });
      return await withDeadline(load, deadlineMs);
    } catch (error) {
      onError(error, 'read performance');
      return neutralPerformance('degraded');
    }
  }

  /** Reads of one conversation at the same time share one load, unless it changed since the load began. */
  #load(key: ConversationKey): Promise<Sections> {
    const id = JSON.stringify([key.botName, key.userId]);
    const running = this.#loads.get(id);
    if (running !== undefined && !running.load.overtaken) return running.sections;
    if (this.#loads.size >= MAX_LOADS)
      return Promise.reject(new Error(`${MAX_LOADS} conversations are being loaded already`));
    const load = this.#copies.begin(key);
    const sections = this.#loadNow(load).finally(() => {
      this.#copies.abandon(load);
      if (this.#loads.get(id)?.load === load) this.#loads.delete(id);
    });
    this.#loads.set(id, { load, sections });
    return sections;
  }

  async #loadNow(load: Load): Promise<Sections> {
    const { db, policy, clock, onError } = this.#options;
    const options = { reads: this.#reads, policy, now: clock(), requests: this.#requests, onError };
    const sections = await loadSections(db, load, options);
    this.#copies.store(load, sections, clock().getTime());
    return sections;
  }

  #withoutDatabase(key: ConversationKey): Sections {
    const held = this.#copies.any(key);
    return eachSection((name) => {
      const copy = held[name];
      // What was told without a row may have one by now, and nobody can look.
      if (copy === undefined || copy.computedAt === null) return neutralSection(name, 'degraded');
      return copy.freshness === 'fresh' ? relabel(copy, 'stale') : copy;
    });
  }
}

function eachSection(make: (name: keyof Sections) => ServedSection): Sections {
  return Object.fromEntries(SECTION_NAMES.map((name) => [name, make(name)])) as Sections;
}
