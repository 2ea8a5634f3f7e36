import type { Task } from 'graphile-worker';
import { prunePass } from '../src/pipeline/prune_pass.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

/** Deletes what retention lets go of. */
export function prune({ db, retention, clock, hangSeconds }: TaskContext): Task {
  return async (_payload, helpers) => {
    const pruned = await withWatchdog(hangSeconds, helpers.abortSignal, (watchdog) =>
      prunePass(db, retention, clock(), watchdog),
    );
    if (pruned.events + pruned.retired === 0) return;
    helpers.logger.info(`pruned ${pruned.events} events, and the rows of ${pruned.retired} idle conversations`);
  };
}
