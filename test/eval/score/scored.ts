/** The figures of one predictor on one file, the first being the one that counts. */
export type Figures = Readonly<Record<string, number>>;

/** How well the shipped engine did, and what simpler predictors get on the same lines. */
export interface Scored {
  shipped: Figures;
  baselines: Readonly<Record<string, Figures>>;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
