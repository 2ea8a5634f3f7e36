/** Belief about the weights of a logistic model: a normal distribution. */
export interface WeightBelief {
  mean: readonly number[];
  /** Rows of the covariance matrix, as long as `mean`. */
  covariance: readonly (readonly number[])[];
}

/** All weights 0, independent, each with the given variance. */
export function priorBelief(size: number, variance: number): WeightBelief {
  const zeros = Array.from({ length: size }, () => 0);
  return { mean: zeros, covariance: zeros.map((_, i) => zeros.map((_, j) => (i === j ? variance : 0))) };
}

/**
 * Chance that the outcome is 1, with the doubt about the weights averaged out: the logit shrinks by
 * 1 / sqrt(1 + pi v / 8), v being its variance.
 * Source: MacKay, The evidence framework applied to classification networks, Neural Computation 4 (1992), eq. 11.
 * @param offset added to the logit, in logits
 */
export function predictOutcome(belief: WeightBelief, features: readonly number[], offset: number): number {
  const variance = dot(features, spread(belief, features));
  return sigmoid((offset + dot(belief.mean, features)) / Math.sqrt(1 + (Math.PI * variance) / 8));
}

/**
 * The belief after one outcome: one step of the extended Kalman filter on the logit, which costs the same however many
 * outcomes came before.
 * Source: Spiegelhalter & Lauritzen, Sequential updating of conditional probabilities on directed graphical structures,
 * Networks 20 (1990), section 4; Singhal & Wu, Training multilayer perceptrons with the extended Kalman algorithm (1989).
 */
export function learnOutcome(
  belief: WeightBelief,
  features: readonly number[],
  offset: number,
  outcome: boolean,
): WeightBelief {
  const gain = spread(belief, features);
  const chance = sigmoid(offset + dot(belief.mean, features));
  const curvature = chance * (1 - chance);
  const damping = 1 / (1 + curvature * dot(features, gain));
  const surprise = ((outcome ? 1 : 0) - chance) * damping;
  return {
    mean: belief.mean.map((mean, i) => mean + at(gain, i) * surprise),
    covariance: belief.covariance.map((row, i) =>
      row.map((value, j) => value - curvature * damping * at(gain, i) * at(gain, j)),
    ),
  };
}

/** Covariance times features. */
function spread(belief: WeightBelief, features: readonly number[]): number[] {
  return belief.covariance.map((row) => dot(row, features));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

/** The logistic function: logits to chance. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The logit of a chance, kept within 1e-4 of both ends so that it stays finite. */
export function logit(chance: number): number {
  const inside = Math.min(1 - 1e-4, Math.max(1e-4, chance));
  return Math.log(inside / (1 - inside));
}
