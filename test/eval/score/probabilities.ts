import { mean } from './scored.ts';

const CALIBRATION_BINS = 20;

/** Mean log-loss in nats; chances are kept 1e-6 from both ends. */
export function logLoss(chances: readonly number[], outcomes: readonly boolean[]): number {
  return mean(
    chances.map((chance, i) => {
      const inside = Math.max(1e-6, Math.min(1 - 1e-6, chance));
      return -Math.log(outcomes[i] === true ? inside : 1 - inside);
    }),
  );
}

/** Ranks from 1 on; equal values share their mean rank. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = values.map(() => 0);
  for (let i = 0; i < order.length;) {
    let end = i;
    while (end < order.length && values[order[end] ?? 0] === values[order[i] ?? 0]) end++;
    for (let j = i; j < end; j++) ranks[order[j] ?? 0] = (i + end + 1) / 2;
    i = end;
  }
  return ranks;
}

/** Area under the ROC curve, by the rank sum (Hanley & McNeil 1982, Radiology 143:29); 0.5 where all outcomes are alike. */
export function areaUnderCurve(chances: readonly number[], outcomes: readonly boolean[]): number {
  const positive = outcomes.filter(Boolean).length;
  const negative = outcomes.length - positive;
  if (positive === 0 || negative === 0) return 0.5;
  const ranks = ranksOf(chances).reduce((sum, rank, i) => sum + (outcomes[i] === true ? rank : 0), 0);
  return (ranks - (positive * (positive + 1)) / 2) / (positive * negative);
}

/** Root mean square gap between what was predicted and what was observed, over 20 equal bins weighted by their size. */
export function calibrationError(chances: readonly number[], outcomes: readonly boolean[]): number {
  const gaps = Array.from({ length: CALIBRATION_BINS }, () => ({ n: 0, gap: 0 }));
  chances.forEach((chance, i) => {
    const bin = gaps[Math.min(CALIBRATION_BINS - 1, Math.floor(chance * CALIBRATION_BINS))];
    if (bin === undefined) return;
    bin.n++;
    bin.gap += chance - (outcomes[i] === true ? 1 : 0);
  });
  const squares = gaps.reduce((sum, { n, gap }) => sum + (n > 0 ? gap ** 2 / n : 0), 0);
  return Math.sqrt(squares / Math.max(1, chances.length));
}
