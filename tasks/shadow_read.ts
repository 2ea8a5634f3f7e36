import type { Task } from 'graphile-worker';
import * as v from 'valibot';
import { ShadowReadSchema } from '../src/domain/shadow.ts';
import { shadowRead as checkRead } from '../src/pipeline/shadow_read.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

/** Recomputes a read that was answered, and records how far the answer was from the true one. */
export function shadowRead({ db, annotator, hangSeconds, metrics }: TaskContext): Task {
  return async (payload, helpers) => {
    const read = v.parse(ShadowReadSchema, payload);
    const checks = await withWatchdog(hangSeconds, helpers.abortSignal, ({ signal, progress }) =>
      checkRead(db, read, { annotator, signal, onProgress: progress }),
    );
    for (const { section, distance } of checks) metrics.shadow(section, distance > 0, distance);
  };
}
