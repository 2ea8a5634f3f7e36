import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import type { Pool, QueryConfig } from 'pg';

/** Most clients that Graphile Worker may hold at once; all share the one session of PGlite. */
const MAX_CLIENTS = 10;

type Callback = (error: undefined, client: PGliteClient, release: () => void) => void;

/**
 * The part of pg's Pool that Graphile Worker uses, over PGlite. A client has the database to itself from `begin` to
 * `commit` or `rollback`; notifications reach every client. Prepared statements must be off (`noPreparedStatements`):
 * one session would share all names.
 */
export function pglitePool(db: PGlite): Pool {
  const pool = Object.assign(new EventEmitter(), {
    options: { max: MAX_CLIENTS },
    totalCount: 1,
    idleCount: 1,
    waitingCount: 0,
    query: (query: string | QueryConfig, values?: unknown[]) => new PGliteClient(db).query(query, values),
    connect(callback?: Callback) {
      const client = new PGliteClient(db);
      pool.emit('connect', client);
      if (callback === undefined) return Promise.resolve(client);
      queueMicrotask(() => callback(undefined, client, () => client.release()));
      return undefined;
    },
    // The database is closed by its owner.
    end: () => Promise.resolve(),
  });
  // Graphile Worker insists on these listeners; there is no connection that could be lost, so nothing ever comes.
  pool.on('error', rethrow);
  pool.on('connect', (client: PGliteClient) => client.on('error', rethrow));
  return pool as unknown as Pool;
}

function rethrow(error: unknown): never {
  throw error;
}

class PGliteClient extends EventEmitter {
  readonly #db: PGlite;
  #open: { tx: Transaction; finish: (commit: boolean) => Promise<void> } | undefined;
  #stopNotifications: (() => void) | undefined;

  constructor(db: PGlite) {
    super();
    this.#db = db;
  }

  override on(event: string, listener: (...args: unknown[]) => void): this {
    if (event === 'notification') {
      this.#stopNotifications ??= this.#db.onNotification((channel, payload) =>
        this.emit('notification', { channel, payload, processId: 0 }),
      );
    }
    return super.on(event, listener);
  }

  async query(query: string | QueryConfig, given?: unknown[]): Promise<{ rows: unknown[]; rowCount: number }> {
    const text = typeof query === 'string' ? query : query.text;
    const values = given ?? (typeof query === 'string' ? undefined : (query.values as unknown[] | undefined));
    switch (text.trim().toLowerCase()) {
      case 'begin':
        await this.#begin();
        return NOTHING;
      case 'commit':
      case 'rollback':
        await this.#finish(text.trim().toLowerCase() === 'commit');
        return NOTHING;
      default:
        return this.#run(text, values);
    }
  }

  release(): void {
    // A client that is given back in the middle of a transaction must not keep the database to itself.
    void this.#finish(false);
    this.#stopNotifications?.();
    this.#stopNotifications = undefined;
  }

  async #run(text: string, values: unknown[] | undefined): Promise<{ rows: unknown[]; rowCount: number }> {
    await setImmediate(); // see pglite.ts
    const target = this.#open?.tx ?? this.#db;
    if (values !== undefined && values.length > 0) {
      const result = await target.query(text, values);
      return { rows: result.rows, rowCount: result.affectedRows ?? result.rows.length };
    }
    const results = await target.exec(text);
    const last = results.at(-1);
    return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? last?.rows.length ?? 0 };
  }

  /** Turns PGlite's transaction, which is a callback, into one that `commit` or `rollback` ends. */
  async #begin(): Promise<void> {
    if (this.#open !== undefined) throw new Error('a transaction is open on this client already');
    const opened = Promise.withResolvers<Transaction>();
    const ended = Promise.withResolvers<boolean>();
    const done = this.#db.transaction(async (tx) => {
      opened.resolve(tx);
      if (!(await ended.promise)) await tx.rollback();
    });
    done.catch(opened.reject);
    const tx = await opened.promise;
    this.#open = {
      tx,
      finish: async (commit) => {
        ended.resolve(commit);
        await done;
      },
    };
  }

  async #finish(commit: boolean): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.finish(commit);
  }
}

const NOTHING = { rows: [], rowCount: 0 };
