import * as v from 'valibot';
import { testHours } from '../timing.ts';
import { areaUnderCurve, logLoss } from './probabilities.ts';
import type { Figures, Scored } from './scored.ts';

const TruthSchema = v.object({ sent_at: v.array(v.number()) });
const PredictionSchema = v.object({ p: v.array(v.number()) });
const HOUR = 3_600;

interface Stream {
  active: ReadonlySet<number>;
  /** The stream's first hour, the first scored one, and all that are scored, in hours since the epoch. */
  from: number;
  until: number;
  scored: readonly number[];
}

/**
 * Skill over the best of three baselines, which know the first 70 % of all users: each user's own rate; that rate spread
 * over the day as everybody's messages are; everybody's rate of return after so many hours of silence.
 */
export function scoreTiming(truth: readonly unknown[], predictions: readonly unknown[]): Scored {
  const streams = truth.map((line) => streamOf(v.parse(TruthSchema, line).sent_at));
  const outcomes = streams.flatMap(({ scored, active }) => scored.map((hour) => active.has(hour)));
  const of = (chances: readonly number[]) => ({
    'log-loss': logLoss(chances, outcomes),
    auc: areaUnderCurve(chances, outcomes),
  });
  const baselines = {
    "the user's rate": of(streams.flatMap((stream) => stream.scored.map(() => rateOf(stream)))),
    "the user's rate by everybody's day": of(byDay(streams)),
    "everybody's return after such a silence": of(bySilence(streams)),
  };
  const best = Math.min(...Object.values(baselines).map((figures) => figures['log-loss']));
  const withSkill = (figures: ReturnType<typeof of>): Figures => ({
    skill: 1 - figures['log-loss'] / best,
    ...figures,
  });
  const chances = predictions.flatMap((line) => v.parse(PredictionSchema, line).p);
  return {
    shipped: withSkill(of(chances)),
    baselines: Object.fromEntries(Object.entries(baselines).map(([name, figures]) => [name, withSkill(figures)])),
  };
}

function streamOf(sentAt: readonly number[]): Stream {
  const scored = testHours(sentAt).map((second) => second / HOUR);
  const from = Math.floor((sentAt[0] ?? 0) / HOUR);
  return { active: new Set(sentAt.map((second) => Math.floor(second / HOUR))), from, until: scored[0] ?? from, scored };
}

function rateOf({ active, from, until }: Stream): number {
  const known = [...active].filter((hour) => hour < until).length;
  return (known + 1) / (until - from + 2);
}

function byDay(streams: readonly Stream[]): number[] {
  const shape = Array.from({ length: 24 }, () => 1);
  for (const { active, until } of streams)
    for (const hour of active) if (hour < until) shape[hour % 24] = (shape[hour % 24] ?? 0) + 1;
  const total = shape.reduce((sum, count) => sum + count, 0);
  return streams.flatMap((stream) =>
    stream.scored.map((hour) => Math.min(0.99, (rateOf(stream) * 24 * (shape[hour % 24] ?? 0)) / total)),
  );
}

function bySilence(streams: readonly Stream[]): number[] {
  const returns = new Map<number, { returned: number; hours: number }>();
  for (const { active, from, until } of streams) {
    let last = from;
    for (let hour = from + 1; hour < until; hour++) {
      const bucket = bucketOf(hour - last);
      const { returned, hours } = returns.get(bucket) ?? { returned: 1, hours: 2 };
      const there = active.has(hour);
      returns.set(bucket, { returned: returned + (there ? 1 : 0), hours: hours + 1 });
      if (there) last = hour;
    }
  }
  return streams.flatMap(({ active, until, scored }) => {
    let last = Math.max(...[...active].filter((hour) => hour < until));
    return scored.map((hour) => {
      const { returned, hours } = returns.get(bucketOf(hour - last)) ?? { returned: 1, hours: 50 };
      if (active.has(hour)) last = hour;
      return returned / hours;
    });
  });
}

function bucketOf(hours: number): number {
  return hours < 6 ? hours : 6 + Math.floor(Math.log2(hours / 6));
}
