import { errorFunction } from 'simple-statistics';
import { theilSen } from './theil_sen.ts';

/** Two-sided 5 % point of the normal distribution: autocorrelations beyond it count. */
const SIGNIFICANT = 1.96;
/** Fewest points whose autocorrelation is looked at; with fewer it is all chance. */
const FEWEST_FOR_AUTOCORRELATION = 10;
/** Bound of the lag-1 coefficient, so that the variance stays finite. */
const LARGEST_COEFFICIENT = 0.95;

export interface MannKendall {
  /** Later values above earlier ones less those below. */
  s: number;
  /** Variance of s without a trend, ties taken into account, before any correction for autocorrelation. */
  variance: number;
  /** How much autocorrelation grows that variance; 1 for independent values. */
  inflation: number;
  z: number;
  /** Two-sided. */
  p: number;
}

/**
 * The test for a monotonic trend (Mann 1945, Econometrica 13:245; Kendall 1975; as in Gilbert 1987, Statistical Methods
 * for Environmental Pollution Monitoring, eqs. 16.1-16.4, with ties), its variance corrected for autocorrelation after
 * Hamed & Rao (1998, J. Hydrology 204:182) and Yue & Wang (2004); the correction never makes the test less strict.
 * @param values in the order of time; quadratic in their number
 * @returns null for fewer than 4 values
 */
export function mannKendall(values: readonly number[]): MannKendall | null {
  if (values.length < 4) return null;
  const { s, variance } = scoreOf(values);
  if (variance <= 0) return { s, variance: 0, inflation: 1, z: 0, p: 1 };
  const inflation = inflationOf(values);
  const z = standardised(s, variance * inflation);
  return { s, variance, inflation, z, p: twoSided(z) };
}

/**
 * Whether the test finds a trend at a two-sided level, below 1. What is none without the correction for autocorrelation,
 * which takes most of the time, is none with it.
 */
export function hasTrend(values: readonly number[], level: number): boolean {
  if (values.length < 4) return false;
  const { s, variance } = scoreOf(values);
  const isTrend = (inflation: number) => twoSided(standardised(s, variance * inflation)) <= level;
  return variance > 0 && isTrend(1) && isTrend(inflationOf(values));
}

function scoreOf(values: readonly number[]): { s: number; variance: number } {
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s += Math.sign((values[j] ?? 0) - (values[i] ?? 0));
  return { s, variance: (n * (n - 1) * (2 * n + 5) - tieTerm(values)) / 18 };
}

function standardised(s: number, variance: number): number {
  return (s - Math.sign(s)) / Math.sqrt(variance);
}

function twoSided(z: number): number {
  return Math.min(1, Math.max(0, 1 - errorFunction(Math.abs(z) / Math.SQRT2)));
}

function tieTerm(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let term = 0;
  for (const count of counts.values()) term += count * (count - 1) * (2 * count + 5);
  return term;
}

/**
 * How much autocorrelation grows the variance of s: the larger of n/n* of Hamed & Rao (1998), from the significant
 * autocorrelations of the ranks of the detrended values, and the same for an AR(1) process (Yue & Wang 2004, Water
 * Resources Management 18:201), whose lag-1 autocorrelation is first freed from the bias of short detrended series,
 * (1 + 4r)/n (Kendall 1954, Biometrika 41:403). Hamed & Rao's alone lets through half of the false alarms.
 */
function inflationOf(values: readonly number[]): number {
  const n = values.length;
  if (n < FEWEST_FOR_AUTOCORRELATION) return 1;
  const correlations = autocorrelations(values);
  let significant = 0;
  for (let lag = 1; lag < n - 2; lag++) {
    const correlation = correlations[lag] ?? 0;
    if (Math.abs(correlation) > SIGNIFICANT / Math.sqrt(n))
      significant += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation;
  }
  const first = correlations[1] ?? 0;
  const coefficient = first > 1 / Math.sqrt(n) ? Math.min(LARGEST_COEFFICIENT, first + (1 + 4 * first) / n) : 0;
  let chain = 0;
  for (let lag = 1; lag < n; lag++) chain += (1 - lag / n) * coefficient ** lag;
  return Math.max(1, 1 + (2 / (n * (n - 1) * (n - 2))) * significant, 1 + 2 * chain);
}

/** Autocorrelations of the ranks of the values less their Theil-Sen line, by lag; 0 for a straight line. */
function autocorrelations(values: readonly number[]): number[] {
  const n = values.length;
  const times = values.map((_, i) => i);
  const slope = theilSen(times, values) ?? 0;
  const centred = ranksOf(values.map((value, i) => value - slope * i)).map((rank) => rank - (n + 1) / 2);
  const scatter = centred.reduce((sum, value) => sum + value * value, 0);
  if (scatter === 0) return [];
  return times.map((lag) => {
    let product = 0;
    for (let i = lag; i < n; i++) product += (centred[i] ?? 0) * (centred[i - lag] ?? 0);
    return product / scatter;
  });
}

function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = values.map(() => 0);
  for (let i = 0; i < order.length;) {
    let end = i;
    while (end < order.length && values[order[end] ?? 0] === values[order[i] ?? 0]) end++;
    for (let j = i; j < end; j++) ranks[order[j] ?? 0] = (i + end + 1) / 2;
    i = end;
  }
  return ranks;
}
