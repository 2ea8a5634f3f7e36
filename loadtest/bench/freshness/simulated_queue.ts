import * as v from 'valibot';

/** The values of `add_job`. */
const JobSchema = v.tuple([
  v.string(),
  v.pipe(v.string(), v.parseJson(), v.object({ conversation_id: v.optional(v.number(), 0) })),
  v.string(),
  v.pipe(v.number(), v.minValue(0)),
  v.number(),
  v.number(),
  v.boolean(),
]);

export interface SimulatedJob {
  task: string;
  /** 0 for the bot's own. */
  conversationId: number;
  /** When the worker takes it, in epoch milliseconds. */
  startsAt: number;
}

/** A bot's job queue as Graphile Worker keeps it, with a worker that is never short of time. */
export class SimulatedQueue {
  readonly #waiting = new Map<string, SimulatedJob>();
  readonly #pollMs: number;

  /** @param pollMs what a job whose time was in the future waits for the worker to look */
  constructor(pollMs: number) {
    this.#pollMs = pollMs;
  }

  /** A job of the same key moves or keeps its time. */
  add(values: readonly unknown[], now: number): void {
    const [task, { conversation_id: conversationId }, key, delaySeconds, , , moves] = v.parse(JobSchema, values);
    if (this.#waiting.has(key) && !moves) return;
    // A job that is due is started by a notification, a later one is found by the worker's next look.
    this.#waiting.set(key, {
      task,
      conversationId,
      startsAt: now + (delaySeconds === 0 ? 0 : delaySeconds * 1_000 + this.#pollMs),
    });
  }

  /** Takes the next job that starts by then. */
  take(until: number): SimulatedJob | undefined {
    let next: [string, SimulatedJob] | undefined;
    for (const entry of this.#waiting) if (next === undefined || entry[1].startsAt < next[1].startsAt) next = entry;
    if (next === undefined || next[1].startsAt > until) return undefined;
    this.#waiting.delete(next[0]);
    return next[1];
  }
}
