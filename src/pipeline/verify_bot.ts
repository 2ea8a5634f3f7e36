import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import type { Database } from '../db/db.ts';
import { readBotToVerify } from '../db/queries/read_bot_to_verify.ts';
import { BotStateSchema, fromBotState } from '../engines/bot_state.ts';
import { characterPerformance } from '../engines/character_performance.ts';
import { WINDOW_HOURS } from '../engines/engine.ts';
import { compareRow } from './difference.ts';
import type { Found } from './difference.ts';

const HOUR_MS = 3_600_000;
/** Hours before are not kept exact: the longest window, less the hour that has just begun. */
const EXACT_HOURS = Math.max(...WINDOW_HOURS) - 1;

const RowSchema = v.looseObject({ time_window_hours: v.picklist(WINDOW_HOURS), computed_at: v.string() });

/**
 * Compares a bot's hourly sums with what its conversations say they added, what its last refresh read with the sums
 * (where nothing changed since), and its performance rows with what that gives at the time they were computed.
 */
export async function verifyBot(db: Database, botName: string, now: Date): Promise<Found[]> {
  const { name, version, table } = characterPerformance;
  const since = Math.floor(now.getTime() / HOUR_MS) - EXACT_HOURS;
  const [stored] = await db.query(readBotToVerify, [botName, name, version, since]);
  if (stored === undefined) return []; // erased meanwhile
  const { said, held } = stored;
  const found: Found[] = isDeepStrictEqual(said, held)
    ? []
    : [{ what: 'score_hours', stored: without(held, said), recomputed: without(said, held) }];
  if (stored.state === null) return found;
  const state = v.parse(BotStateSchema, stored.state);
  const recent = state.filter(([, hour]) => hour >= since);
  if (stored.is_current && !isDeepStrictEqual(recent, held))
    found.push({ what: 'bot_states', stored: without(recent, held), recomputed: without(held, recent) });
  const sums = fromBotState(state);
  for (const row of stored.rows) {
    const { time_window_hours: window, computed_at: computedAt } = v.parse(RowSchema, row);
    found.push(...compareRow(table, row, characterPerformance.project(sums, window, new Date(computedAt))));
  }
  return found;
}

/** Those of `some` that `others` has not: a difference is read by people. */
function without<T>(some: readonly T[], others: readonly T[]): T[] {
  const known = new Set(others.map((one) => JSON.stringify(one)));
  return some.filter((one) => !known.has(JSON.stringify(one)));
}
