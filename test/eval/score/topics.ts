import * as v from 'valibot';
import type { Figures, Scored } from './scored.ts';
import { mean } from './scored.ts';

const TruthSchema = v.object({ utterances: v.array(v.string()), starts: v.array(v.number()) });
const PredictionSchema = v.object({ starts: v.array(v.number()) });

/**
 * F1 of boundaries, Pk (Beeferman et al. 1999) and WindowDiff (Pevzner & Hearst 2002), and SuperDialseg's score (Jiang et
 * al. 2023): half of F1 and a quarter of 1 - Pk and 1 - WindowDiff each; means over dialogues.
 */
export function scoreTopics(truth: readonly unknown[], predictions: readonly unknown[]): Scored {
  const rows = truth.map((line) => v.parse(TruthSchema, line));
  const starts = predictions.map((line) => v.parse(PredictionSchema, line).starts);
  const of = (predicted: (i: number) => readonly number[]): Figures => {
    const each = rows.map((row, i) => dialogue(row.utterances.length, row.starts, predicted(i)));
    const [f1, pk, wd] = (['f1', 'pk', 'wd'] as const).map((what) => mean(each.map((figures) => figures[what])));
    return {
      score: 0.5 * (f1 ?? 0) + 0.25 * (1 - (pk ?? 0)) + 0.25 * (1 - (wd ?? 0)),
      f1: f1 ?? 0,
      pk: pk ?? 0,
      wd: wd ?? 0,
    };
  };
  return { shipped: of((i) => starts[i] ?? []), baselines: { 'no boundaries': of(() => []) } };
}

function dialogue(n: number, truth: readonly number[], predicted: readonly number[]) {
  const real = marks(n, truth);
  const told = marks(n, predicted);
  const count = (list: readonly number[]) => list.reduce((sum, mark) => sum + mark, 0);
  const k = Math.max(2, halfEven(n / (count(real) + 1) / 2));
  let pk = 0;
  let wd = 0;
  for (let i = 0; i < n - k; i++) {
    const r = count(real.slice(i, i + k));
    const t = count(told.slice(i, i + k));
    pk += (r === 0) === (t === 0) ? 0 : 1;
    wd += r === t ? 0 : 1;
  }
  const windows = Math.max(1, n - k);
  const both = real.filter((mark, i) => mark === 1 && told[i] === 1).length;
  const total = count(real) + count(told);
  return { pk: pk / windows, wd: wd / windows, f1: total === 0 ? 1 : (2 * both) / total };
}

/** 1 on the last utterance of each segment but the last. */
function marks(n: number, starts: readonly number[]): number[] {
  const list = Array.from({ length: n }, () => 0);
  for (const start of starts) list[start - 1] = 1;
  return list;
}

/** Rounds halves to even, as the reference scorer's language does. */
function halfEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x);
}
