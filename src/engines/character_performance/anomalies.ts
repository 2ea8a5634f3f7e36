import type { CharacterPerformance } from '../../domain/character_performance.ts';
import { changePoints, FEWEST_VALUES } from '../../stats/change_points.ts';
import type { Point, Series } from './series.ts';
import { HOUR_MS } from './state.ts';

type Anomaly = CharacterPerformance['recent_anomalies'][number];

/** Most anomalies told; the oldest are dropped. */
export const MAX_ANOMALIES = 20;
/** Smallest change told, in the metric's unit: what is smaller may be real and does not matter. */
const SMALLEST_SIZE = 0.02;

/**
 * Change points of the hourly series, each hour weighted by its observations. They are looked for in all the history,
 * as a level needs a before, and told when they lie in the window.
 * @param from first hour of the window
 */
export function anomaliesOf(series: Series, from: number): Anomaly[] {
  const found = [...series].flatMap(([metric, points]) =>
    changesOf(points)
      .filter(({ hour, size }) => hour >= from && Math.abs(size) >= SMALLEST_SIZE)
      .map(({ hour, size }) => ({ hour, metric, size })),
  );
  found.sort((a, b) => a.hour - b.hour || (a.metric < b.metric ? -1 : 1));
  return found.slice(-MAX_ANOMALIES).map(({ hour, metric, size }) => ({
    at: new Date(hour * HOUR_MS).toISOString(),
    metric,
    size: Math.round(size * 10_000) / 10_000,
    direction: size > 0 ? 'up' : 'down',
  }));
}

function changesOf(points: readonly Point[]): { hour: number; size: number }[] {
  if (points.length < FEWEST_VALUES) return [];
  const first = points[0]?.hour ?? 0;
  const length = (points.at(-1)?.hour ?? 0) - first + 1;
  const values: (number | null)[] = Array.from({ length }, () => null);
  const weights: number[] = Array.from({ length }, () => 0);
  for (const point of points) {
    values[point.hour - first] = point.mean;
    weights[point.hour - first] = point.n;
  }
  const cuts = changePoints(values, weights);
  const bounds = [0, ...cuts, length].map((place) => place + first);
  return cuts.map((cut, i) => {
    const after = meanOf(points, cut + first, bounds[i + 2] ?? 0);
    return { hour: cut + first, size: after - meanOf(points, bounds[i] ?? 0, cut + first) };
  });
}

function meanOf(points: readonly Point[], start: number, end: number): number {
  let sum = 0;
  let n = 0;
  for (const point of points) {
    if (point.hour < start || point.hour >= end) continue;
    sum += point.sum;
    n += point.n;
  }
  return n > 0 ? sum / n : 0;
}
