import { setTimeout as sleep } from 'node:timers/promises';
import type { Observer } from './ask.ts';
import type { Supervised } from './processes.ts';
import type { Random } from './random.ts';

/** How often workers are stopped to find them in the middle of something. */
const TRIES = 60;
/** How long nothing may have moved for it to be the stopped workers that hold it, in milliseconds. */
const STILL_MS = 120;
/** A silent worker counts as dead after 20 seconds, and is looked for every 5; the rest is for a slow machine. */
const TAKEN_FOR_DEAD_MS = 45_000;
const POLL_MS = 250;

/** What a worker can be in the middle of: rows of (name, since). */
const HELD = {
  job: 'SELECT locked_by AS name, locked_at AS since FROM graphile_worker.jobs WHERE locked_at IS NOT NULL',
  transaction: `SELECT pid::text AS name, state_change AS since FROM pg_stat_activity
    WHERE application_name = 'coldpath' AND state = 'idle in transaction'`,
};

interface Freezing {
  workers: readonly Supervised[];
  observer: Observer;
  random: Random;
  onFailure: (what: string) => void;
}

/** Stops the workers, each in the middle of a job or a transaction if such a moment can be found. */
export async function stopInTheMiddle(
  of: keyof typeof HELD,
  workers: readonly Supervised[],
  { observer, random }: Pick<Freezing, 'observer' | 'random'>,
): Promise<string[]> {
  for (let tries = 1; ; tries++) {
    for (const worker of workers) worker.signal('SIGSTOP');
    await sleep(STILL_MS);
    const held = await observer.ask<{ name: string }>(
      `SELECT DISTINCT name FROM (${HELD[of]}) AS held WHERE since < now() - make_interval(secs => $1)`,
      [(STILL_MS - 20) / 1_000],
    );
    if (held.length >= workers.length || tries === TRIES) return held.map(({ name }) => name);
    for (const worker of workers) worker.signal('SIGCONT');
    await sleep(random.whole(10, 60));
  }
}

/**
 * Freezes a worker in the middle of something until the others have taken over what it holds, then lets it go on: it
 * believes that it is still at it.
 */
export async function freezeUntilTakenForDead(of: keyof typeof HELD, freezing: Freezing): Promise<void> {
  const { observer, random, onFailure } = freezing;
  const worker = random.pick(freezing.workers);
  const names = await stopInTheMiddle(of, [worker], freezing);
  const deadline = performance.now() + TAKEN_FOR_DEAD_MS;
  let isHeld = names.length > 0;
  while (isHeld && performance.now() < deadline) {
    await sleep(POLL_MS);
    isHeld = (await observer.ask(`SELECT FROM (${HELD[of]}) AS held WHERE name = ANY ($1)`, [names])).length > 0;
  }
  if (isHeld) onFailure(`a frozen worker held its ${of} for ${TAKEN_FOR_DEAD_MS / 1_000} seconds`);
  await sleep(1_000);
  worker.signal('SIGCONT');
}
