import type { Task } from 'graphile-worker';
import * as v from 'valibot';
import { advance } from '../src/pipeline/advance.ts';
import { scheduleRefold } from '../src/pipeline/schedule.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

const PayloadSchema = v.strictObject({ conversation_id: v.number() });

/** Refreshes one conversation. One that was erased since is no error. */
export function refreshUser(context: TaskContext): Task {
  return async (payload, helpers) => {
    const { conversation_id: conversationId } = v.parse(PayloadSchema, payload);
    const done = await withWatchdog(context.hangSeconds, helpers.abortSignal, ({ signal, progress }) =>
      advance(context.db, conversationId, { ...context, signal, onProgress: progress }),
    );
    if (done.status === 'postponed') await scheduleRefold(context.db, conversationId);
  };
}
