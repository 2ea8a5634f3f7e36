import type { Task } from 'graphile-worker';
import * as v from 'valibot';
import { advance, refreshedBy } from '../src/pipeline/advance.ts';
import { measureRefresh } from '../src/pipeline/measure_refresh.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

const PayloadSchema = v.strictObject({ conversation_id: v.number() });

/** Folds a long conversation anew after an engine's version was raised. */
export function refoldUser(context: TaskContext): Task {
  return async (payload, helpers) => {
    const { conversation_id: conversationId } = v.parse(PayloadSchema, payload);
    await measureRefresh(context.metrics, 'refold_user', () =>
      withWatchdog(context.hangSeconds, helpers.abortSignal, async ({ signal, progress }) =>
        refreshedBy(
          await advance(context.db, conversationId, { ...context, signal, onProgress: progress, refold: true }),
        ),
      ),
    );
  };
}
