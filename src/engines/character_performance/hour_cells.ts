import { HOUR_MS, HOURLY_METRICS, KEPT_HOURS, MAX_CELLS } from './state.ts';
import type { Hour, HourlyMetric } from './state.ts';

const CELL = 4;

/** A value in ten-thousandths: whole, so that sums are exact. */
export function tenThousandths(value: number): number {
  return Math.round(value * 10_000) + 0;
}

/** Counts one value of `metric` at the time `at`. */
export function counted(hours: readonly Hour[], metric: HourlyMetric, at: number, value: number): Hour[] {
  return changed(hours, metric, at, 1, value, value * value);
}

/**
 * Replaces a value counted before. Where its hour has been dropped since, nothing is changed.
 * @param before what had been counted at `at`
 */
export function replaced(
  hours: readonly Hour[],
  metric: HourlyMetric,
  at: number,
  before: number,
  value: number,
): Hour[] {
  return changed(hours, metric, at, 0, value - before, value * value - before * before);
}

function changed(
  hours: readonly Hour[],
  metric: HourlyMetric,
  at: number,
  n: number,
  sum: number,
  squares: number,
): Hour[] {
  const hour = Math.floor(at / HOUR_MS);
  const number = HOURLY_METRICS.indexOf(metric);
  // Nearly always the last hour or one of the few before it.
  let place = hours.length - 1;
  while (place >= 0 && (hours[place]?.[0] ?? 0) > hour) place--;
  const found = hours[place]?.[0] === hour ? hours[place] : undefined;
  if (found === undefined && n === 0) return [...hours];
  const cells = [...(found?.[1] ?? [])];
  let offset = 0;
  while (offset < cells.length && cells[offset] !== number) offset += CELL;
  if (offset === cells.length) {
    if (n === 0) return [...hours];
    cells.push(number, 0, 0, 0);
  }
  cells[offset + 1] = (cells[offset + 1] ?? 0) + n;
  cells[offset + 2] = (cells[offset + 2] ?? 0) + sum;
  cells[offset + 3] = (cells[offset + 3] ?? 0) + squares;
  if (found !== undefined) return trimmed(hours.with(place, [hour, cells]), cells.length > found[1].length);
  return trimmed(hours.toSpliced(place + 1, 0, [hour, cells]), true);
}

/** Drops the oldest hours past the bounds. */
function trimmed(hours: Hour[], grown: boolean): Hour[] {
  if (!grown) return hours;
  const oldest = (hours.at(-1)?.[0] ?? 0) - KEPT_HOURS;
  let cells = 0;
  let first = hours.length;
  while (first > 0) {
    const [hour, entries] = hours[first - 1] ?? [0, []];
    cells += entries.length / CELL;
    if (hour < oldest || cells > MAX_CELLS) break;
    first--;
  }
  return first === 0 ? hours : hours.slice(first);
}
