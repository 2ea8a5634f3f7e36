import * as v from 'valibot';
import type { Figures, Scored } from './scored.ts';
import { mean } from './scored.ts';

const TruthSchema = v.object({
  values: v.array(v.nullable(v.number())),
  annotations: v.record(v.string(), v.array(v.number())),
});
const PredictionSchema = v.object({ changepoints: v.array(v.number()) });
/** How far from an annotated change one found counts for it, in values. */
const MARGIN = 5;

/** F1 with a margin of 5 and cover, as the Turing Change Point Dataset defines them (van den Burg & Williams 2020); means over series. */
export function scoreChangepoints(truth: readonly unknown[], predictions: readonly unknown[]): Scored {
  const rows = truth.map((line) => v.parse(TruthSchema, line));
  const found = predictions.map((line) => v.parse(PredictionSchema, line).changepoints);
  const of = (predicted: (i: number) => readonly number[]): Figures => ({
    f1: mean(rows.map(({ annotations }, i) => f1Of(Object.values(annotations), predicted(i)))),
    cover: mean(
      rows.map(({ annotations, values }, i) => coverOf(Object.values(annotations), predicted(i), values.length)),
    ),
  });
  return { shipped: of((i) => found[i] ?? []), baselines: { 'no changes': of(() => []) } };
}

function f1Of(annotations: readonly (readonly number[])[], predicted: readonly number[]): number {
  const told = ascending([0, ...predicted]);
  const each = annotations.map((marks) => ascending([0, ...marks]));
  const precision = hits(ascending(each.flat()), told) / told.length;
  const recall = mean(each.map((marks) => hits(marks, told) / marks.length));
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** How many of the marks have a change of their own near them. */
function hits(marks: readonly number[], told: readonly number[]): number {
  const free = new Set(told);
  let count = 0;
  for (const mark of marks) {
    const near = [...free].filter((change) => Math.abs(mark - change) <= MARGIN);
    const [closest] = near.sort((a, b) => Math.abs(mark - a) - Math.abs(mark - b) || a - b);
    if (closest === undefined) continue;
    free.delete(closest);
    count++;
  }
  return count;
}

function coverOf(annotations: readonly (readonly number[])[], predicted: readonly number[], n: number): number {
  const told = segments(predicted, n);
  return mean(
    annotations.map((marks) =>
      segments(marks, n).reduce(
        (sum, part) => sum + ((part[1] - part[0]) * Math.max(...told.map((other) => jaccard(part, other)))) / n,
        0,
      ),
    ),
  );
}

type Segment = readonly [start: number, end: number];

function segments(cuts: readonly number[], n: number): Segment[] {
  const edges = [0, ...ascending(cuts.filter((cut) => cut > 0 && cut < n)), n];
  return edges.slice(1).map((end, i) => [edges[i] ?? 0, end]);
}

function jaccard(a: Segment, b: Segment): number {
  return Math.max(0, Math.min(a[1], b[1]) - Math.max(a[0], b[0])) / (Math.max(a[1], b[1]) - Math.min(a[0], b[0]));
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
