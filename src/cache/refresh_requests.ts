/** Most requests that wait; whatever more is asked for is asked for again by the next read. */
const MAX_WAITING = 256;

/**
 * Refreshes that reads ask for, one after the other: however long the queue takes, reads lose no more than one
 * connection to it. Asking for what waits already changes nothing.
 */
export class RefreshRequests {
  readonly #waiting = new Map<string, () => Promise<void>>();
  readonly #onError: (error: unknown, doing: string) => void;
  #running = false;

  constructor(onError: (error: unknown, doing: string) => void) {
    this.#onError = onError;
  }

  /** Returns at once. @param request what asks the queue */
  ask(id: string, request: () => Promise<void>): void {
    if (this.#waiting.size >= MAX_WAITING || this.#waiting.has(id)) return;
    this.#waiting.set(id, request);
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What is added meanwhile is visited too.
    for (const [id, request] of this.#waiting) {
      try {
        await request();
      } catch (error) {
        this.#onError(error, 'ask for a refresh');
      }
      this.#waiting.delete(id);
    }
    this.#running = false;
  }
}
