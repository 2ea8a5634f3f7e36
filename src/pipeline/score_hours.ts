import type { EventPosition } from '../domain/event.ts';
import type { HourSum } from '../engines/engine.ts';
import type { AddedHours } from './engines_at_work.ts';

const HOUR_MS = 3_600_000;
/** The longest window of the performance rows; nothing before it is kept exact. */
const RETAINED_HOURS = 720;

/** Sums have 4 decimals and squares 8: less than half a unit is what subtracting doubles leaves of nothing. */
const HALF_A_SUM = 0.5e-4;
const HALF_A_SQUARE = 0.5e-8;

/** What is to be added to `score_hours`; numbers as decimal text, so that Postgres adds them exactly. */
export interface HourDifference {
  metric: string;
  hour: string;
  n: number;
  sum: string;
  sum_squares: string;
}

/** What is to be added to one row. */
export interface ScoreHour extends HourDifference {
  bot_name: string;
  shard: number;
  version: number;
}

/** What is to be added to the sums of one version. */
export interface HourChange {
  version: number;
  differences: HourDifference[];
}

/**
 * How the sums change when a conversation that had added `before` adds `after`: by the difference, or, where the
 * engine's version is another one, by taking the one back and adding the other.
 */
export function hourChanges(before: AddedHours | null, after: AddedHours, head: EventPosition | null): HourChange[] {
  const changes =
    before === null || before.version === after.version
      ? [{ version: after.version, differences: hourDifferences(before?.hours ?? [], after.hours, head) }]
      : [
          { version: before.version, differences: hourDifferences(before.hours, [], head) },
          { version: after.version, differences: hourDifferences([], after.hours, head) },
        ];
  return changes.filter(({ differences }) => differences.length > 0);
}

/** Start of the first hour that a window reaches at `now`. */
export function oldestHour(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) - RETAINED_HOURS) * HOUR_MS);
}

/** What makes the sums as if a conversation had never been, from {@link oldestHour} on. */
export function hoursTakenBack(added: readonly HourSum[], now: Date): HourDifference[] {
  return hourDifferences(added, [], { at: now.getTime(), eventId: '' });
}

/**
 * What a conversation adds to its bot's hours now, less what it added before. Only hours within 720 of its last event
 * count on either side: earlier ones have left the engine's state, not the bot's history.
 */
export function hourDifferences(
  before: readonly HourSum[],
  after: readonly HourSum[],
  head: EventPosition | null,
): HourDifference[] {
  if (head === null) return [];
  const oldest = Math.floor(head.at / HOUR_MS) - RETAINED_HOURS;
  const sums = new Map<string, HourSum>();
  const add = ({ metric, hour, n, sum, sumSquares }: HourSum, sign: 1 | -1): void => {
    if (hour < oldest) return;
    const key = `${hour} ${metric}`;
    let change = sums.get(key);
    if (change === undefined) {
      change = { metric, hour, n: 0, sum: 0, sumSquares: 0 };
      sums.set(key, change);
    }
    change.n += sign * n;
    change.sum += sign * sum;
    change.sumSquares += sign * sumSquares;
  };
  for (const hour of before) add(hour, -1);
  for (const hour of after) add(hour, 1);
  return [...sums.values()]
    .filter(({ n, sum, sumSquares }) => n !== 0 || Math.abs(sum) >= HALF_A_SUM || Math.abs(sumSquares) >= HALF_A_SQUARE)
    .map(({ metric, hour, n, sum, sumSquares }) => ({
      metric,
      hour: new Date(hour * HOUR_MS).toISOString(),
      n,
      sum: sum.toFixed(4),
      sum_squares: sumSquares.toFixed(8),
    }));
}
