import { gammaln } from 'simple-statistics';

/** Above this many events both counts are scaled down together, which keeps the test cheap and only makes it more careful. */
const MAX_EXACT_COUNT = 2_000;
/** Outcomes whose chances differ by less than this count as equally likely, as in R's `binom.test`. */
const TIE_TOLERANCE = 1e-7;

/**
 * Exact two-sided test that two Poisson processes have the same rate. Given their sum n, the first count is
 * Binomial(n, t1 / (t1 + t2)); the p-value adds up all outcomes no likelier than the one seen.
 * Source: Przyborowski & Wilenski, Homogeneity of results in testing samples from Poisson series, Biometrika 31 (1940).
 * @param firstCount events seen in the first period, at least 0 (rounded down)
 * @param firstTime its length, above 0, in the same unit as `secondTime`
 * @returns p-value, 0 to 1; 1 when nothing was seen
 */
export function poissonRateTest(
  firstCount: number,
  firstTime: number,
  secondCount: number,
  secondTime: number,
): number {
  const scale = Math.min(1, MAX_EXACT_COUNT / Math.max(1, firstCount + secondCount));
  const first = Math.floor(firstCount * scale);
  const n = first + Math.floor(secondCount * scale);
  if (n === 0) return 1;
  const share = firstTime / (firstTime + secondTime);
  const seen = binomialLogChance(first, n, share) + TIE_TOLERANCE;
  let pValue = 0;
  for (let k = 0; k <= n; k++) {
    const chance = binomialLogChance(k, n, share);
    if (chance <= seen) pValue += Math.exp(chance);
  }
  return Math.min(1, pValue);
}

function binomialLogChance(k: number, n: number, share: number): number {
  const ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
  return ways + k * Math.log(share) + (n - k) * Math.log1p(-share);
}

/**
 * How much more counts per period scatter than Poisson counts do: pooled variance over mean, at least 1. Counts divided
 * by it may be tested as if they were Poisson (quasi-likelihood).
 * Source: McCullagh & Nelder, Generalized Linear Models, 2nd ed. (1989), section 6.2.3 (Pearson's X² over its degrees
 * of freedom).
 * @param groups counts of equally long periods, one list for each rate
 */
export function overdispersion(groups: readonly (readonly number[])[]): number {
  let pearson = 0;
  let freedom = 0;
  for (const counts of groups) {
    const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
    if (mean === 0) continue;
    pearson += counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / mean;
    freedom += counts.length - 1;
  }
  return freedom > 0 ? Math.max(1, pearson / freedom) : 1;
}
