import { setImmediate } from 'node:timers/promises';

interface Asked<Item, Result> {
  item: Item;
  result: PromiseWithResolvers<Result>;
}

/**
 * Does for several at once what is asked for one by one: whatever is asked for in the same turn, or while the last batch
 * is out, goes together, one batch at a time. Of a batch that fails each is done by itself, so that one that cannot be
 * done fails none of the others.
 */
export class Batch<Item, Result> {
  readonly #max: number;
  readonly #work: (items: readonly Item[]) => Promise<readonly Result[]>;
  #waiting: Asked<Item, Result>[] = [];
  #isOut = false;

  /**
   * @param max most items at once
   * @param work gives a result an item, in the same order
   */
  constructor(max: number, work: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#max = max;
    this.#work = work;
  }

  do(item: Item): Promise<Result> {
    const result = Promise.withResolvers<Result>();
    this.#waiting.push({ item, result });
    if (!this.#isOut) void this.#run();
    return result.promise;
  }

  async #run(): Promise<void> {
    this.#isOut = true;
    await setImmediate();
    while (this.#waiting.length > 0) await this.#answer(this.#waiting.splice(0, this.#max));
    this.#isOut = false;
  }

  async #answer(batch: readonly Asked<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#work(batch.map(({ item }) => item));
      for (const [index, { result }] of batch.entries()) result.resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1) batch[0]?.result.reject(error);
      else await Promise.all(batch.map((asked) => this.#answer([asked])));
    }
  }
}
