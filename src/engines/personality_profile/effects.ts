import { shrunkenRegression } from '../../stats/shrunken_regression.ts';
import { studentQuantile } from '../../stats/student.ts';
import type { TraitTable } from './trait_table.ts';
import { turnsTogether } from './trait_table.ts';

/** How turns with a trait were answered, other traits equal, in standard deviations of this user's answers. */
export interface TraitEffect {
  /** Posterior mean, shrunk towards 0, and the bounds of its 90 % interval, simultaneous over all traits looked at. */
  effect: number;
  low: number;
  high: number;
  /** Whether there are turns enough with and without it to say anything. */
  isLookedAt: boolean;
}

/** A trait is looked at from this many scored turns with it, and as many without it. */
const MIN_TURNS = 10;
/** What effects are taken to be like (their standard deviation) before anything is seen, and for how many traits that counts. */
const PRIOR_DEVIATION = 0.5;
const PRIOR_TRAITS = 4;
const MIN_PRIOR_DEVIATION = 0.1;
const ERROR_RATE = 0.1;

/**
 * One effect per trait of the table, in its order: a linear regression of the response score on all traits at once,
 * with a normal prior on the effects whose variance is estimated from the effects themselves (parametric empirical
 * Bayes: Morris, JASA 78, 1983), and Bonferroni-corrected 90 % intervals (Dunn, JASA 56, 1961).
 */
export function traitEffects(table: TraitTable): TraitEffect[] {
  const { turns, traits } = table;
  const none = traits.map(() => ({ effect: 0, low: 0, high: 0, isLookedAt: false }));
  if (turns < 2 * MIN_TURNS) return none;
  const spread = (table.squares - table.scores ** 2 / turns) / (turns - 1);
  if (spread < 1e-9) return none;
  const isLookedAt = traits.map((trait) => trait.turns >= MIN_TURNS && turns - trait.turns >= MIN_TURNS);
  const looks = isLookedAt.filter(Boolean).length;
  if (looks === 0) return none;

  const sd = Math.sqrt(spread);
  const products = traits.map((a, i) => traits.map((b, k) => turnsTogether(table, i, k) - (a.turns * b.turns) / turns));
  const outcomes = traits.map((trait) => (trait.scores - (trait.turns * table.scores) / turns) / sd);
  const coefficients = shrunkenRegression(products, outcomes, 1, priorVariance(products, outcomes, isLookedAt));
  const reach = studentQuantile(1 - ERROR_RATE / 2 / looks, Math.max(3, turns - 1 - looks));
  return coefficients.map(({ mean, deviation }, i) => ({
    effect: mean,
    low: mean - reach * deviation,
    high: mean + reach * deviation,
    isLookedAt: isLookedAt[i] === true,
  }));
}

/** Variance of the true effects by moments (mean of d^2 - var(d) over traits), together with that expected beforehand. */
function priorVariance(
  products: readonly (readonly number[])[],
  outcomes: readonly number[],
  isLookedAt: readonly boolean[],
): number {
  let sum = PRIOR_TRAITS * PRIOR_DEVIATION ** 2;
  let count = PRIOR_TRAITS;
  for (const [i, outcome] of outcomes.entries()) {
    const information = products[i]?.[i] ?? 0;
    if (isLookedAt[i] !== true || information <= 0) continue;
    sum += (outcome / information) ** 2 - 1 / information;
    count += 1;
  }
  return Math.max(MIN_PRIOR_DEVIATION ** 2, sum / count);
}
