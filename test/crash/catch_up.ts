import { setTimeout as sleep } from 'node:timers/promises';
import type { Observer } from './ask.ts';

/** Seconds after a fault by which everything posted before its end must be folded and no lock be left. */
export const CATCH_UP_SECONDS = 60;
const POLL_MS = 250;

interface Position {
  id: string;
  bot_name: string;
  user_id: string;
  last_seq: string;
  folded_seq: string;
}

/**
 * Waits until the conversations are folded as far as their logs went at `since`, and no job is locked since before.
 * @returns seconds; an `error` that says what is behind when it took too long
 */
export async function catchUp({ ask }: Observer): Promise<{ seconds: number; error?: string }> {
  const started = performance.now();
  const [{ now } = { now: '' }] = await ask<{ now: string }>('SELECT now()::text AS now');
  const targets = new Map((await ask<Position>(POSITIONS)).map((row) => [row.id, Number(row.last_seq)]));
  for (;;) {
    const seconds = (performance.now() - started) / 1_000;
    const rows = await ask<Position>(POSITIONS);
    const behind = rows.filter(({ id, folded_seq: folded }) => Number(folded) < (targets.get(id) ?? 0));
    const locks = await ask<Record<string, unknown>>(LOCKS, [now]);
    if (behind.length === 0 && locks.length === 0) return { seconds };
    if (seconds > CATCH_UP_SECONDS) {
      const workers = await ask('SELECT *, now() - heartbeat_at AS silent FROM workers');
      const jobs = await ask(JOBS, [behind.map(({ id }) => `refresh_user:${id}`)]);
      return { seconds, error: JSON.stringify({ behind, locks, jobs, workers }) };
    }
    await sleep(POLL_MS);
  }
}

const POSITIONS = 'SELECT id, bot_name, user_id, last_seq, folded_seq FROM conversations';
const LOCKS = `SELECT id, task_identifier, key, locked_by, locked_at, attempts FROM graphile_worker.jobs
WHERE locked_at < $1::timestamptz`;
const JOBS = `SELECT id, key, attempts, max_attempts, run_at, locked_by, last_error FROM graphile_worker.jobs
WHERE key = ANY ($1::text[])`;
