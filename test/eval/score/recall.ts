import * as v from 'valibot';
import { recallByDefaults } from '../recall.ts';
import { areaUnderCurve, calibrationError, logLoss } from './probabilities.ts';
import type { Figures, Scored } from './scored.ts';
import { mean } from './scored.ts';

const TruthSchema = v.object({
  reviews: v.array(v.object({ recalled: v.union([v.number(), v.boolean()]), scored: v.boolean() })),
});
const PredictionSchema = v.object({ p: v.array(v.number()) });

/** Log-loss, AUC and calibration error over the scored reviews; beside FSRS-6 with its published parameters, fed alike. */
export function scoreRecall(truth: readonly unknown[], predictions: readonly unknown[]): Scored {
  const reviews = truth.map((line) => v.parse(TruthSchema, line).reviews);
  const outcomes = reviews.flat().filter(({ scored }) => scored).map(({ recalled }) => Boolean(recalled)); // prettier-ignore
  const scored = (lines: readonly unknown[]): number[] =>
    lines.flatMap((line, i) => v.parse(PredictionSchema, line).p.filter((_, j) => reviews[i]?.[j]?.scored));
  const of = (chances: readonly number[]): Figures => ({
    'log-loss': logLoss(chances, outcomes),
    auc: areaUnderCurve(chances, outcomes),
    calibration: calibrationError(chances, outcomes),
  });
  const rate = mean(outcomes.map(Number));
  return {
    shipped: of(scored(predictions)),
    baselines: {
      'constant at the true rate': of(outcomes.map(() => rate)),
      'FSRS-6 defaults': of(scored(recallByDefaults([...truth]))),
    },
  };
}
