import * as v from 'valibot';

/** Sums from which an exponentially weighted mean, variance and standard error follow. */
export const DecayingMomentsSchema = v.strictObject({
  /** Sum of the weights, and of their squares; the newest observation weighs 1. */
  weight: v.number(),
  weightSquares: v.number(),
  mean: v.number(),
  /** Weighted sum of squared deviations from the mean. */
  deviations: v.number(),
});
export type DecayingMoments = v.InferOutput<typeof DecayingMomentsSchema>;

export const NO_MOMENTS: DecayingMoments = { weight: 0, weightSquares: 0, mean: 0, deviations: 0 };

/**
 * Adds an observation, after letting all earlier ones fade by half every `halfLife` observations.
 * Source: D. H. D. West, "Updating mean and variance estimates", CACM 22 (1979), with the earlier weights scaled by
 * 2^(-1/halfLife) first; T. Finch, "Incremental calculation of weighted mean and variance" (2009), section 9.
 * @param halfLife in observations, above 0; Infinity never forgets
 */
export function addTo(moments: DecayingMoments, value: number, halfLife: number): DecayingMoments {
  const fade = 2 ** (-1 / halfLife);
  const weight = moments.weight * fade + 1;
  const difference = value - moments.mean;
  const mean = moments.mean + difference / weight;
  return {
    weight,
    weightSquares: moments.weightSquares * fade * fade + 1,
    mean,
    deviations: moments.deviations * fade + difference * (value - mean),
  };
}

/** How many equally weighted observations would tell the mean as well (Kish's effective sample size, 1965). */
export function effectiveCount(moments: DecayingMoments): number {
  return moments.weightSquares > 0 ? moments.weight ** 2 / moments.weightSquares : 0;
}

/** Unbiased weighted variance (reliability weights); null with fewer than two observations. */
export function variance(moments: DecayingMoments): number | null {
  const freedom = moments.weight > 0 ? moments.weight - moments.weightSquares / moments.weight : 0;
  return freedom > 1e-9 ? Math.max(0, moments.deviations / freedom) : null;
}

/** Standard error of the mean, taking observations as independent; null with fewer than two. */
export function standardError(moments: DecayingMoments): number | null {
  const spread = variance(moments);
  return spread === null ? null : Math.sqrt(spread / effectiveCount(moments));
}
