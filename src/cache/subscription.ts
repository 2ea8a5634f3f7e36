import type { Database } from '../db/db.ts';

/** Milliseconds between attempts to listen again. */
const RELISTEN_MS = 1_000;

export interface SubscriptionOptions {
  db: Database;
  channel: string;
  onNotification: (payload: string) => void;
  /** Told when it begins to be heard, and when it no longer is. */
  onHearing: (hearing: boolean) => void;
  onError: (error: unknown, doing: string) => void;
}

/** Listens to a channel, and again whenever the connection was lost. */
export class Subscription {
  readonly #options: SubscriptionOptions;
  #stop: (() => Promise<void>) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #started = false;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
  }

  /** Resolves when it listens, or could not and will try again. Safe to call twice. */
  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    await this.#listen();
  }

  /** Safe unstarted and twice. */
  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#retry);
    this.#options.onHearing(false);
    const stop = this.#stop;
    this.#stop = undefined;
    await stop?.();
  }

  async #listen(): Promise<void> {
    const { db, channel, onNotification, onHearing, onError } = this.#options;
    try {
      const stop = await db.listen(channel, onNotification, () => this.#lost());
      if (!this.#started) return await stop();
      this.#stop = stop;
      onHearing(true);
    } catch (error) {
      onError(error, `listen to ${channel}`);
      this.#lost();
    }
  }

  #lost(): void {
    this.#options.onHearing(false);
    this.#stop = undefined;
    if (!this.#started) return;
    this.#retry = setTimeout(() => void this.#listen(), RELISTEN_MS);
  }
}
