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
import type { Sections } from './section_copies.ts';
import { relabel } from './served_section.ts';
import type { ServedSection } from './served_section.ts';

/** Conversations that are loaded at once; one more is answered without the database. */
const MAX_LOADS = 256;
/** Milliseconds between attempts to listen again. */
const RELISTEN_MS = 1_000;

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
  readonly #loads = new Map<string, Promise<Sections>>();
  readonly #reads: InsightReads;
  readonly #requests: RefreshRequests;
  #stopListening: (() => Promise<void>) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #started = false;

  constructor(options: InsightReaderOptions) {
    this.#options = options;
    this.#copies = new SectionCopies(options.copyBytes);
    this.#reads = new InsightReads(options.db);
    this.#requests = new RefreshRequests(options.onError);
  }

  /** Begins to hear of changes, and with that to keep copies. Safe to call twice. */
  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    await this.#listen();
  }

  /** Safe unstarted and twice. */
  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#retry);
    this.#copies.stopListening();
    const stop = this.#stopListening;
    this.#stopListening = undefined;
    await stop?.();
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

  /** Reads of one conversation at the same time share one load. */
  #load(key: ConversationKey): Promise<Sections> {
    const id = JSON.stringify([key.botName, key.userId]);
    const running = this.#loads.get(id);
    if (running !== undefined) return running;
    if (this.#loads.size >= MAX_LOADS)
      return Promise.reject(new Error(`${MAX_LOADS} conversations are being loaded already`));
    const load = this.#loadNow(key).finally(() => this.#loads.delete(id));
    this.#loads.set(id, load);
    return load;
  }

  async #loadNow(key: ConversationKey): Promise<Sections> {
    const { db, policy, clock, onError } = this.#options;
    const load = this.#copies.begin(key);
    try {
      const sections = await loadSections(db, key, {
        reads: this.#reads,
        policy,
        now: clock(),
        requests: this.#requests,
        onError,
      });
      this.#copies.store(load, sections, clock().getTime());
      return sections;
    } finally {
      this.#copies.abandon(load);
    }
  }

  #withoutDatabase(key: ConversationKey): Sections {
    const held = this.#copies.any(key);
    return eachSection((name) => {
      const copy = held[name];
      if (copy === undefined) return neutralSection(name, 'degraded');
      return copy.freshness === 'fresh' ? relabel(copy, 'stale') : copy;
    });
  }

  async #listen(): Promise<void> {
    try {
      const stop = await this.#options.db.listen(
        'coldpath_row_changed',
        (payload) => this.#copies.forget(payload),
        () => this.#lost(),
      );
      if (!this.#started) return await stop();
      this.#stopListening = stop;
      this.#copies.startListening();
    } catch (error) {
      this.#options.onError(error, 'listen for changes');
      this.#lost();
    }
  }

  #lost(): void {
    this.#copies.stopListening();
    this.#stopListening = undefined;
    if (!this.#started) return;
    this.#retry = setTimeout(() => void this.#listen(), RELISTEN_MS);
  }
}

function eachSection(make: (name: keyof Sections) => ServedSection): Sections {
  return Object.fromEntries(SECTION_NAMES.map((name) => [name, make(name)])) as Sections;
}
