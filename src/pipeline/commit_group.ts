import type { Database } from '../db/db.ts';
import { commitRefreshes } from './commit_refreshes.ts';
import { prepareRefresh } from './prepared_refresh.ts';
import type { PreparedRefresh, Refresh } from './prepared_refresh.ts';

/** Refreshes that are written at once: what a transaction costs beside its rows is small then. */
export const MAX_GROUP = 16;
/** Milliseconds that a refresh which is ready waits for those that still compute: some fold a long history. */
const MAX_WAIT_MS = 50;
/** How long a group waits for locks that others hold, and how long one by itself: until the statement is given up. */
const GROUP_LOCK_WAIT = '1s';
const LONE_LOCK_WAIT = '0';
/** Postgres's code for a lock that did not come in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Writes what a refresh computed.
 * @returns false, with nothing written, when the conversation was refreshed or erased since it was read
 */
export type Commit = (refresh: Refresh) => Promise<boolean>;

interface Waiting {
  refresh: PreparedRefresh;
  written: PromiseWithResolvers<boolean>;
}

/**
 * Writes the refreshes that run in a process at the same time in one transaction, with one statement of each kind. A
 * group is written when it is full, when no other refresh is still computing, or when one has waited for long enough;
 * one group at a time. A refresh by itself waits for nobody.
 *
 * A group that fails, or has to wait for locks, is written again one by one, aside, so that a conversation that cannot
 * be written, or that somebody holds, harms none of the others.
 */
export class CommitGroup {
  readonly #db: Database;
  readonly #onSplit: (error: unknown) => void;
  #computing = 0;
  #waiting: Waiting[] = [];
  #isWriting = false;
  #overdue: NodeJS.Timeout | undefined;

  /** @param onSplit told why a group of several is written one by one */
  constructor(db: Database, onSplit: (error: unknown) => void = () => {}) {
    this.#db = db;
    this.#onSplit = onSplit;
  }

  /**
   * Runs work that will commit a refresh, or not; until it does, the others wait for it.
   * @param signal when aborted, nobody waits for it any more
   */
  async join<T>(work: (commit: Commit) => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.#computing += 1;
    let isAwaited = true;
    const letGo = (): void => {
      if (!isAwaited) return;
      isAwaited = false;
      this.#computing -= 1;
      this.#writeWhenDue();
    };
    signal?.addEventListener('abort', letGo, { once: true });
    try {
      return await work((refresh) => {
        const written = Promise.withResolvers<boolean>();
        this.#waiting.push({ refresh: prepareRefresh(refresh), written });
        letGo();
        return written.promise;
      });
    } finally {
      letGo();
      signal?.removeEventListener('abort', letGo);
    }
  }

  #writeWhenDue(isOverdue = false): void {
    if (this.#isWriting || this.#waiting.length === 0) return;
    if (this.#computing > 0 && this.#waiting.length < MAX_GROUP && !isOverdue) {
      this.#overdue ??= setTimeout(() => {
        this.#overdue = undefined;
        this.#writeWhenDue(true);
      }, MAX_WAIT_MS);
      return;
    }
    clearTimeout(this.#overdue);
    this.#overdue = undefined;
    this.#isWriting = true;
    void this.#writeNext();
  }

  async #writeNext(): Promise<void> {
    await this.#write(this.#take());
    this.#isWriting = false;
    this.#writeWhenDue();
  }

  /** A full group at most, and of each conversation one refresh: a second one has lost the race, as it will find. */
  #take(): Waiting[] {
    const taken = new Map<number, Waiting>();
    for (const waiting of this.#waiting) {
      const { id } = waiting.refresh.conversation;
      if (taken.size < MAX_GROUP && !taken.has(id)) taken.set(id, waiting);
    }
    const group = [...taken.values()];
    this.#waiting = this.#waiting.filter((waiting) => !group.includes(waiting));
    return group;
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    try {
      const refreshes = group.map(({ refresh }) => refresh);
      const ids = await commitRefreshes(this.#db, refreshes, GROUP_LOCK_WAIT);
      for (const { refresh, written } of group) written.resolve(ids.has(refresh.conversation.id));
    } catch (error) {
      if (group.length === 1 && !isLockWait(error)) {
        group[0]?.written.reject(error);
        return;
      }
      this.#onSplit(error);
      void this.#writeAside(group);
    }
  }

  /** One after the other, so that those that wait for locks leave connections to the others: they wait at the end. */
  async #writeAside(group: readonly Waiting[]): Promise<void> {
    const held: Waiting[] = [];
    for (const waiting of group) {
      const { refresh, written } = waiting;
      try {
        written.resolve(await this.#writeAlone(refresh, GROUP_LOCK_WAIT));
      } catch (error) {
        if (isLockWait(error)) held.push(waiting);
        else written.reject(error);
      }
    }
    for (const { refresh, written } of held) written.resolve(this.#writeAlone(refresh, LONE_LOCK_WAIT));
  }

  async #writeAlone(refresh: PreparedRefresh, lockWait: string): Promise<boolean> {
    return (await commitRefreshes(this.#db, [refresh], lockWait)).has(refresh.conversation.id);
  }
}

function isLockWait(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
}
