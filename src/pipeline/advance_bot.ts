import type { RefreshPolicy } from '../config.ts';
import type { Database, Queryable } from '../db/db.ts';
import { claimPerformance } from '../db/queries/claim_performance.ts';
import { readBotHours } from '../db/queries/read_bot_hours.ts';
import { upsertBotState } from '../db/queries/upsert_bot_state.ts';
import { upsertPerformanceRow } from '../db/queries/upsert_performance_row.ts';
import { toBotState } from '../engines/bot_state.ts';
import { characterPerformance } from '../engines/character_performance.ts';
import { WINDOW_HOURS } from '../engines/engine.ts';
import { performanceWithGuidance } from '../guidance/stored_guidance.ts';

export const HOUR_MS = 3_600_000;
/** Hours of history read: the longest window, and one more so that its first hour is whole. */
export const HISTORY_HOURS = Math.max(...WINDOW_HOURS) + 1;

/**
 * Computes the performance rows of a bot, one a window, from the hourly sums of all its conversations.
 * @returns false when there is no such bot
 */
export function advanceBot(db: Database, botName: string, policy: RefreshPolicy, now: Date): Promise<boolean> {
  return db.transaction((tx) => writePerformance(tx, botName, policy, now));
}

/**
 * The same within a transaction of the caller's. The sums are read while the bot's row is held: what was computed from
 * the sums before somebody was erased cannot be written after it.
 */
export async function writePerformance(
  tx: Queryable,
  botName: string,
  policy: RefreshPolicy,
  now: Date,
): Promise<boolean> {
  const claimed = await tx.query(claimPerformance, [botName, now]);
  if (claimed.length === 0) return false;
  const { name, version } = characterPerformance;
  const since = new Date(now.getTime() - HISTORY_HOURS * HOUR_MS);
  const stored = await tx.query(readBotHours, [botName, since, version]);
  const hours = stored.map(({ sum_squares: sumSquares, ...hour }) => ({ ...hour, sumSquares }));
  await tx.query(upsertBotState, [botName, name, version, JSON.stringify(toBotState(hours))]);
  const expiresAt = new Date(now.getTime() + policy.ttlSeconds * 1_000);
  for (const window of WINDOW_HOURS) {
    const row = characterPerformance.project(hours, window, now);
    const written = JSON.stringify({ ...performanceWithGuidance(row, botName, now), engine_version: version });
    await tx.query(upsertPerformanceRow, [botName, written, now, expiresAt]);
  }
  return true;
}
