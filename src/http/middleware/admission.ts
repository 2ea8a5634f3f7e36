import { LRUCache } from 'lru-cache';
import type { MiddlewareHandler } from 'hono';
import { MAX_KEYS } from '../../cache/key_ring.ts';
import type { Limits } from '../../config.ts';
import { AppError } from '../../domain/errors.ts';

/** What one key has in hand. */
interface Account {
  /** Requests it may make at once. */
  tokens: number;
  /** When that was counted, in milliseconds. */
  countedAt: number;
  inFlight: Record<Kind, number>;
}

type Kind = 'read' | 'write';

/** Writes wait for the database and hold their bodies in memory, so they get a smaller part of the places. */
const SHARE: Record<Kind, number> = { read: 1, write: 0.25 };
/** No key may hold more than this part of the places: the others are not shut out by one. */
const SHARE_OF_ONE_KEY = 0.5;

/**
 * Keeps requests within bounds: a token bucket for each key, filled with a second's worth, and so many requests in
 * flight. Counted in this process alone. Whoever needs no key is not counted by key.
 * @param now milliseconds by a clock that never goes back
 */
export class Admission {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #accounts = new LRUCache<string, Account>({ max: MAX_KEYS });
  readonly #inFlight: Record<Kind, number> = { read: 0, write: 0 };

  constructor(limits: Limits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * @returns to be called when the request is done
   * @throws AppError `too_many` above the key's rate, `overloaded` when there is no place
   */
  enter(keyId: string, kind: Kind): () => void {
    const account = keyId === 'local' ? undefined : this.#accountOf(keyId);
    if (account !== undefined) this.#takeToken(account);
    const places = Math.ceil(this.#limits.maxInFlight * SHARE[kind]);
    if (this.#inFlight[kind] >= places) throw new AppError('overloaded', 'too many requests at once, try again');
    if (account !== undefined && account.inFlight[kind] >= Math.ceil(places * SHARE_OF_ONE_KEY)) {
      throw new AppError('overloaded', 'too many requests of this key at once, try again');
    }
    this.#count(account, kind, 1);
    return () => this.#count(account, kind, -1);
  }

  #count(account: Account | undefined, kind: Kind, by: 1 | -1): void {
    this.#inFlight[kind] += by;
    if (account !== undefined) account.inFlight[kind] += by;
  }

  #accountOf(keyId: string): Account {
    const known = this.#accounts.get(keyId);
    if (known !== undefined) return known;
    const account = { tokens: this.#limits.ratePerSecond, countedAt: this.#now(), inFlight: { read: 0, write: 0 } };
    this.#accounts.set(keyId, account);
    return account;
  }

  #takeToken(account: Account): void {
    const { ratePerSecond } = this.#limits;
    if (ratePerSecond === 0) return;
    const now = this.#now();
    const earned = ((now - account.countedAt) / 1_000) * ratePerSecond;
    account.tokens = Math.min(ratePerSecond, account.tokens + earned);
    account.countedAt = now;
    if (account.tokens < 1) {
      throw new AppError('too_many', `this key may make ${ratePerSecond.toLocaleString('en')} requests a second`);
    }
    account.tokens -= 1;
  }
}

/** Admits requests that the guard let through; what is open to everybody is not counted. */
export function admit(admission: Admission): MiddlewareHandler {
  return async function admitRequest(c, next) {
    const access = c.get('access');
    if (access === undefined) return next();
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    const leave = admission.enter(access.keyId, isRead ? 'read' : 'write');
    try {
      await next();
    } finally {
      leave();
    }
    return undefined;
  };
}
