import type { Task } from 'graphile-worker';
import * as v from 'valibot';
import { advance } from '../src/pipeline/advance.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

const PayloadSchema = v.strictObject({ conversation_id: v.number() });

/** Folds a long conversation anew after an engine's version was raised. */
export function refoldUser(context: TaskContext): Task {
  return async (payload, helpers) => {
    const { conversation_id: conversationId } = v.parse(PayloadSchema, payload);
    await withWatchdog(context.hangSeconds, helpers.abortSignal, ({ signal, progress }) =>
      advance(context.db, conversationId, { ...context, signal, onProgress: progress, refold: true }),
    );
  };
}
