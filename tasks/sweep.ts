import type { Task } from 'graphile-worker';
import { sweepPass } from '../src/pipeline/sweep_pass.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

/** Queues whatever is due and not queued. */
export function sweep({ db, hangSeconds }: TaskContext): Task {
  return async (_payload, helpers) => {
    const { conversations, bots } = await withWatchdog(hangSeconds, helpers.abortSignal, (watchdog) =>
      sweepPass(db, watchdog),
    );
    if (conversations + bots === 0) return;
    helpers.logger.warn(`queued ${conversations} conversations and ${bots} bots that were due`);
  };
}
