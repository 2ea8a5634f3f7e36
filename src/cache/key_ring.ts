import { timingSafeEqual } from 'node:crypto';
import type { Database } from '../db/db.ts';
import { markKeysUsed } from '../db/queries/mark_keys_used.ts';
import { readLivingKeys } from '../db/queries/read_living_keys.ts';
import type { Access } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import { hashKey, keyIdOf } from './api_key.ts';
import { withDeadline } from './deadline.ts';
import { Subscription } from './subscription.ts';

/** Most keys that are alive at once; all of them are held in memory (about 3 MB). */
export const MAX_KEYS = 10_000;
/** Milliseconds for which a copy of the keys is relied on while changes are heard of, and while they are not. */
const COPY_MS = { heard: 30_000, unheard: 500 };
/** Milliseconds that a request with an unknown key waits for keys to be read again. */
const UNKNOWN_DEADLINE_MS = 1_000;
/** Milliseconds between two writings of when keys were last used. */
const MARK_MS = 30_000;
/** Milliseconds that such a writing, and with it a stop, waits for the database. */
const MARK_DEADLINE_MS = 1_000;

const ADMIN: Access = { keyId: 'admin', botName: null, scopes: new Set(['admin']) };

export interface KeyRingOptions {
  db: Database;
  /** The key of the environment, which opens everything; none when every caller may do everything. */
  adminKey: string | undefined;
  /** Milliseconds that a request with a known key waits for the database. */
  deadlineMs: number;
  /** Told of what went wrong in the background. */
  onError: (error: unknown, doing: string) => void;
}

interface HeldKey {
  hash: Buffer;
  access: Access;
}

/**
 * The living keys, in memory: a request costs a hash and no query. They are read again when the database tells of a
 * change; as long as it cannot tell, at a request that finds them older than half a second. A key that is known stays
 * good while the database is away, because a read must not fail for that.
 */
export class KeyRing {
  readonly #options: KeyRingOptions;
  readonly #adminHash: Buffer | undefined;
  readonly #subscription: Subscription;
  readonly #used = new Set<string>();
  #keys: ReadonlyMap<string, HeldKey> = new Map();
  #readAt = -Infinity;
  #failedAt = -Infinity;
  #reading: Promise<void> | undefined;
  #again = false;
  #hearing = false;
  #marking: NodeJS.Timeout | undefined;

  constructor(options: KeyRingOptions) {
    this.#options = options;
    this.#adminHash = options.adminKey === undefined ? undefined : hashKey(options.adminKey);
    this.#subscription = new Subscription({
      db: options.db,
      channel: 'coldpath_keys_changed',
      onNotification: () => this.#readInBackground(),
      onHearing: (hearing) => this.#hear(hearing),
      onError: options.onError,
    });
  }

  /** Whether callers need a key. */
  get locked(): boolean {
    return this.#adminHash !== undefined;
  }

  /** Reads the keys and listens for changes. Safe to call twice. */
  async start(): Promise<void> {
    await this.#subscription.start();
    this.#marking ??= setInterval(() => void this.#markUsed(), MARK_MS).unref();
    await this.#read().catch((error: unknown) => this.#fail(error));
  }

  /** Writes down what was used, and stops. Safe unstarted and twice. */
  async stop(): Promise<void> {
    clearInterval(this.#marking);
    this.#marking = undefined;
    await this.#subscription.stop();
    await this.#markUsed();
  }

  /**
   * Who presents this key: at once as a rule, a promise where the keys have to be read first.
   * @returns undefined for a key that opens nothing
   * @throws AppError `unavailable` when an unknown key cannot be looked up
   */
  find(key: string): Access | undefined | Promise<Access | undefined> {
    const hash = hashKey(key);
    if (this.#adminHash !== undefined && timingSafeEqual(hash, this.#adminHash)) return ADMIN;
    const keyId = keyIdOf(key);
    if (keyId === undefined) return undefined;
    const age = performance.now() - this.#readAt;
    if (age < (this.#hearing ? COPY_MS.heard : COPY_MS.unheard)) return this.#check(keyId, hash);
    if (!this.#hearing || this.#failedAt > this.#readAt) return this.#findAnew(keyId, hash);
    this.#readInBackground();
    return this.#check(keyId, hash);
  }

  async #findAnew(keyId: string, hash: Buffer): Promise<Access | undefined> {
    const known = this.#check(keyId, hash);
    // One that was tried in vain just now is not worth waiting for again.
    if (known !== undefined && performance.now() - this.#failedAt < COPY_MS.unheard) return known;
    try {
      await withDeadline(this.#read(), known === undefined ? UNKNOWN_DEADLINE_MS : this.#options.deadlineMs);
    } catch (error) {
      this.#fail(error);
      if (known !== undefined) return known;
      throw new AppError('unavailable', 'keys cannot be looked up now, try again', { cause: error });
    }
    return this.#check(keyId, hash);
  }

  #check(keyId: string, hash: Buffer): Access | undefined {
    const held = this.#keys.get(keyId);
    if (held === undefined || !timingSafeEqual(hash, held.hash)) return undefined;
    this.#used.add(keyId);
    return held.access;
  }

  #hear(hearing: boolean): void {
    this.#hearing = hearing;
    // What changed while nobody listened is not known.
    this.#readAt = -Infinity;
    if (hearing) this.#readInBackground();
  }

  #readInBackground(): void {
    this.#again = true;
    this.#read().catch((error: unknown) => this.#fail(error));
  }

  /** The next request asks again and waits for the answer: a key may have been revoked. */
  #fail(error: unknown): void {
    this.#readAt = -Infinity;
    this.#failedAt = performance.now();
    this.#options.onError(error, 'read the keys');
  }

  /** Requests at the same time share one reading; a change during it leads to another. */
  #read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readNow(): Promise<void> {
    do {
      this.#again = false;
      const asked = performance.now();
      const rows = await this.#options.db.query(readLivingKeys, [MAX_KEYS]);
      this.#keys = new Map(
        rows.map(({ key_id: keyId, key_hash: hash, bot_name: botName, scopes }) => [
          keyId,
          { hash: Buffer.from(hash, 'hex'), access: { keyId, botName, scopes: new Set(scopes) } },
        ]),
      );
      this.#readAt = asked;
    } while (this.#again);
  }

  async #markUsed(): Promise<void> {
    if (this.#used.size === 0) return;
    const used = [...this.#used];
    this.#used.clear();
    try {
      await withDeadline(this.#options.db.query(markKeysUsed, [used]), MARK_DEADLINE_MS);
    } catch (error) {
      for (const keyId of used) this.#used.add(keyId);
      this.#options.onError(error, 'write down which keys were used');
    }
  }
}
