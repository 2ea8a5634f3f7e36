import type { Task } from 'graphile-worker';
import * as v from 'valibot';
import { advance, refreshedBy } from '../src/pipeline/advance.ts';
import { measureRefresh } from '../src/pipeline/measure_refresh.ts';
import { scheduleRefold } from '../src/pipeline/schedule.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

const PayloadSchema = v.strictObject({ conversation_id: v.number() });

/** Refreshes one conversation. One that was erased since is no error. */
export function refreshUser(context: TaskContext): Task {
  return async (payload, helpers) => {
    const { conversation_id: conversationId } = v.parse(PayloadSchema, payload);
    const { outcome } = await measureRefresh(context.metrics, 'refresh_user', () =>
      withWatchdog(context.hangSeconds, helpers.abortSignal, async ({ signal, progress }) =>
        refreshedBy(await advance(context.db, conversationId, { ...context, signal, onProgress: progress })),
      ),
    );
    if (outcome === 'postponed') await scheduleRefold(context.db, conversationId);
  };
}
