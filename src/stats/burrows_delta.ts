/** How often each feature occurred in a body of text; features in the same order for all texts compared. */
export interface StyleCounts {
  words: number;
  counts: readonly number[];
}

export interface Delta {
  /** Burrows' Delta: mean distance of the rates, in standard deviations between writers. */
  delta: number;
  /** The Delta that two texts of these lengths would have though one writer wrote both. */
  chance: number;
  /** Standard deviation of the Delta by chance alone, were the features independent. */
  error: number;
}

/** A feature must occur this often in both texts together, or its rate cannot be told. */
const FEWEST_OCCURRENCES = 5;
/** Mean and variance of |z| for a standard normal z. */
const MEAN_ABSOLUTE = Math.sqrt(2 / Math.PI);
const VARIANCE_OF_ABSOLUTE = 1 - 2 / Math.PI;

/**
 * Burrows' Delta (2002, Literary and Linguistic Computing 17:267): the mean absolute difference of z-scores of feature
 * rates. Burrows takes the z-scores' spread from a corpus of writers; here it is given per feature, as a share of its
 * rate. As rates of rare features are mostly chance, features are weighed by spread² / (spread² + chance²), which
 * Burrows does by choosing frequent words; and the Delta expected from chance alone is told along with it.
 * @param spreads for each feature, the standard deviation of its rate between writers over its mean rate
 * @param overdispersion for each feature, how many times Poisson's variance its counts vary within one writer's text
 * @returns null when no feature is frequent enough
 */
export function burrowsDelta(
  a: StyleCounts,
  b: StyleCounts,
  spreads: readonly number[],
  overdispersion: readonly number[],
): Delta | null {
  if (a.words <= 0 || b.words <= 0) return null;
  let weights = 0;
  let delta = 0;
  let chance = 0;
  let scatter = 0;
  spreads.forEach((spread, i) => {
    const inA = a.counts[i] ?? 0;
    const inB = b.counts[i] ?? 0;
    if (inA + inB < FEWEST_OCCURRENCES) return;
    const rate = (inA + inB) / (a.words + b.words);
    const z = (inA / a.words - inB / b.words) / (spread * rate);
    const variance = ((overdispersion[i] ?? 1) * (1 / a.words + 1 / b.words)) / (spread * spread * rate);
    const weight = 1 / (1 + variance);
    weights += weight;
    delta += weight * Math.abs(z);
    chance += weight * MEAN_ABSOLUTE * Math.sqrt(variance);
    scatter += weight * weight * VARIANCE_OF_ABSOLUTE * variance;
  });
  if (weights === 0) return null;
  return { delta: delta / weights, chance: chance / weights, error: Math.sqrt(scatter) / weights };
}
