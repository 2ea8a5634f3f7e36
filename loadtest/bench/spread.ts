import { quantileSorted } from 'simple-statistics';

/** Where the values of repeated runs lie. */
export interface Spread {
  median: number;
  low: number;
  high: number;
}

/** Median and quartiles. @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantileSorted(sorted, 0.5),
    low: quantileSorted(sorted, 0.25),
    high: quantileSorted(sorted, 0.75),
  };
}
