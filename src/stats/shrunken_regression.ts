/** Posterior of one coefficient. */
export interface Coefficient {
  mean: number;
  deviation: number;
}

/**
 * Linear regression with independent normal priors of mean 0 on the coefficients (ridge regression with its posterior
 * variance): mean (X'X + s/t I)^-1 X'y, covariance s (X'X + s/t I)^-1, with noise variance s and prior variance t.
 * Source: Lindley & Smith, "Bayes estimates for the linear model", JRSS B 34 (1972); Hoerl & Kennard (1970).
 * @param products X'X of the centred predictors, symmetric, row by row
 * @param outcomes X'y of the centred predictors and outcome
 * @param noise variance of the outcome around the regression, above 0
 * @param prior variance of the coefficients, above 0
 */
export function shrunkenRegression(
  products: readonly (readonly number[])[],
  outcomes: readonly number[],
  noise: number,
  prior: number,
): Coefficient[] {
  const factor = cholesky(products, noise / prior);
  // With the factor L: mean = L'^-1 L^-1 X'y, and the variance of coefficient i is noise times |L^-1 e_i|^2.
  const halfway = solveForward(factor, outcomes);
  const means = solveBackward(factor, halfway);
  return means.map((mean, i) => ({ mean, deviation: Math.sqrt(noise * inverseColumnSquare(factor, i)) }));
}

/** Squared length of column `i` of the inverse of a lower triangle: |L^-1 e_i|^2. Above the diagonal it has zeros. */
function inverseColumnSquare(factor: readonly number[][], i: number): number {
  const column: number[] = [];
  let square = 0;
  for (let row = i; row < factor.length; row++) {
    let rest = row === i ? 1 : 0;
    for (let k = i; k < row; k++) rest -= (factor[row]?.[k] ?? 0) * (column[k - i] ?? 0);
    const solved = rest / (factor[row]?.[row] ?? 1);
    column.push(solved);
    square += solved * solved;
  }
  return square;
}

/** Lower triangle L with L L' = products + ridge I (Golub & Van Loan, Matrix Computations, 4.2). */
function cholesky(products: readonly (readonly number[])[], ridge: number): number[][] {
  const factor: number[][] = [];
  for (const [i, row] of products.entries()) {
    const mine: number[] = [];
    for (let k = 0; k <= i; k++) {
      const other = k === i ? mine : (factor[k] ?? []);
      let rest = (row[k] ?? 0) + (k === i ? ridge : 0);
      for (let m = 0; m < k; m++) rest -= (mine[m] ?? 0) * (other[m] ?? 0);
      // The matrix is positive definite by its ridge; the floor is for what rounding takes away.
      mine.push(k === i ? Math.sqrt(Math.max(rest, ridge * 1e-9)) : rest / (other[k] ?? 1));
    }
    factor.push(mine);
  }
  return factor;
}

function solveForward(factor: readonly number[][], right: readonly number[]): number[] {
  const solution: number[] = [];
  for (const [i, row] of factor.entries()) {
    let rest = right[i] ?? 0;
    for (let k = 0; k < i; k++) rest -= (row[k] ?? 0) * (solution[k] ?? 0);
    solution.push(rest / (row[i] ?? 1));
  }
  return solution;
}

function solveBackward(factor: readonly number[][], right: readonly number[]): number[] {
  const solution = right.map(() => 0);
  for (let i = right.length - 1; i >= 0; i--) {
    let rest = right[i] ?? 0;
    for (let k = i + 1; k < right.length; k++) rest -= (factor[k]?.[i] ?? 0) * (solution[k] ?? 0);
    solution[i] = rest / (factor[i]?.[i] ?? 1);
  }
  return solution;
}
