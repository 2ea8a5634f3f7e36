import { probit } from 'simple-statistics';

/**
 * Quantile of Student's t distribution.
 * Source: Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.5, four terms: within 0.5 % from 5
 * degrees of freedom on.
 * @param probability 0 to 1, both excluded
 * @param freedom degrees of freedom, at least 3
 */
export function studentQuantile(probability: number, freedom: number): number {
  const x = probit(probability);
  const g1 = (x ** 3 + x) / 4;
  const g2 = (5 * x ** 5 + 16 * x ** 3 + 3 * x) / 96;
  const g3 = (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / 384;
  const g4 = (79 * x ** 9 + 776 * x ** 7 + 1482 * x ** 5 - 1920 * x ** 3 - 945 * x) / 92_160;
  return x + g1 / freedom + g2 / freedom ** 2 + g3 / freedom ** 3 + g4 / freedom ** 4;
}
