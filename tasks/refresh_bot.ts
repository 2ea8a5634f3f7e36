import type { Task } from 'graphile-worker';
import * as v from 'valibot';
import { advanceBot } from '../src/pipeline/advance_bot.ts';
import { measureRefresh } from '../src/pipeline/measure_refresh.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

const PayloadSchema = v.strictObject({ bot_name: v.string() });

/** Refreshes the performance rows of one bot. One that was erased since is no error. */
export function refreshBot(context: TaskContext): Task {
  return async (payload, helpers) => {
    const { bot_name: botName } = v.parse(PayloadSchema, payload);
    await measureRefresh(context.metrics, 'refresh_bot', () =>
      withWatchdog(context.hangSeconds, helpers.abortSignal, async () => {
        const found = await advanceBot(context.db, botName, context.policy, context.clock());
        return { outcome: found ? 'refreshed' : 'gone', events: 0 };
      }),
    );
  };
}
