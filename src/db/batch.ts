import { setImmediate } from 'node:timers/promises';

interface Asked<Item, Result> {
  item: Item;
  result: PromiseWithResolvers<Result>;
}

export interface BatchOptions {
  /** Most items at once. */
  max: number;
  /** Most batches that are out at once. */
  out?: number;
  /** Whether of a batch that fails each is done by itself, so that one that cannot be done fails none of the others. */
  again?: boolean;
}

/**
 * Does for several at once what is asked for one by one: whatever is asked for in the same turn, or while as many batches
 * are out as may be, goes together.
 */
export class Batch<Item, Result> {
  readonly #options: Required<BatchOptions>;
  readonly #work: (items: readonly Item[]) => Promise<readonly Result[]>;
  #waiting: Asked<Item, Result>[] = [];
  #out = 0;

  /** @param work gives a result an item, in the same order */
  constructor(
    { max, out = 1, again = true }: BatchOptions,
    work: (items: readonly Item[]) => Promise<readonly Result[]>,
  ) {
    this.#options = { max, out, again };
    this.#work = work;
  }

  do(item: Item): Promise<Result> {
    const result = Promise.withResolvers<Result>();
    this.#waiting.push({ item, result });
    if (this.#out < this.#options.out) void this.#run();
    return result.promise;
  }

  async #run(): Promise<void> {
    this.#out += 1;
    await setImmediate();
    while (this.#waiting.length > 0) await this.#answer(this.#waiting.splice(0, this.#options.max));
    this.#out -= 1;
  }

  async #answer(batch: readonly Asked<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#work(batch.map(({ item }) => item));
      for (const [index, { result }] of batch.entries()) result.resolve(results[index] as Result);
    } catch (error) {
      if (batch.length > 1 && this.#options.again) await Promise.all(batch.map((asked) => this.#answer([asked])));
      else for (const { result } of batch) result.reject(error);
    }
  }
}
