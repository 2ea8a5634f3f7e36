import type { Task } from 'graphile-worker';
import { AppError } from '../src/domain/errors.ts';
import type { TaskContext } from '../src/pipeline/task_context.ts';
import { verify as verifyAll } from '../src/pipeline/verify.ts';
import { withWatchdog } from '../src/pipeline/watchdog.ts';

/** Most differences that are logged. */
const MAX_LOGGED = 20;

/**
 * Recomputes a share of the conversations and bots from their events, where the settings want it. A difference fails the
 * job for good: it is listed with the failed ones, warned of and counted, until somebody has looked.
 */
export function verify({ db, annotator, clock, hangSeconds, verifyShare }: TaskContext): Task {
  return async (_payload, helpers) => {
    if (verifyShare === 0) return;
    let logged = 0;
    const { checked, bots, different } = await withWatchdog(hangSeconds, helpers.abortSignal, ({ signal, progress }) =>
      verifyAll(db, {
        annotator,
        clock,
        share: verifyShare,
        signal,
        onProgress: progress,
        onDifference: ({ bot_name: bot, user_id: user, what }) => {
          if (logged++ < MAX_LOGGED) helpers.logger.error(`${what} is not what the events give`, { bot, user });
        },
      }),
    );
    if (different > 0)
      throw new AppError(
        'internal',
        `${different} of ${checked} conversations and ${bots} bots differ from their events`,
      );
  };
}
