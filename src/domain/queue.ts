import * as v from 'valibot';

/** How the queue and its workers are doing; seconds by the database's clock. */
export const QueueSchema = v.object({
  /** Jobs that are to be done, now or later. */
  waiting: v.number(),
  /** Those of them whose time has come. */
  due: v.number(),
  running: v.number(),
  /** Jobs that used up their attempts. */
  failed: v.number(),
  oldest_due_seconds: v.number(),
  /** Since when the conversation that is longest behind has been waiting for its refresh; 0 when none is. */
  lag_seconds: v.number(),
  workers: v.array(
    v.object({
      worker_id: v.string(),
      concurrency: v.number(),
      running: v.number(),
      uptime_seconds: v.number(),
      /** Since the last sign of life. */
      heartbeat_seconds: v.number(),
    }),
  ),
});

export type Queue = v.InferOutput<typeof QueueSchema>;
