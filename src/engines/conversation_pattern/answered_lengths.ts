import * as v from 'valibot';
import { addToHistogram, LogHistogramSchema, quantileOf } from '../../stats/log_histogram.ts';
import { rounded } from '../../stats/rounded.ts';
import { upperTailOfF2 } from '../../stats/student.ts';

/** Half octaves of length: 1, 1.4, 2 ... 65,536 words; longer turns share the last bin. */
const BINS_PER_OCTAVE = 2;
const MAX_BIN = 32;
/** When this many turns are held, all sums are halved, so that what is older counts less. */
const HALVE_AT_TURNS = 1_000;
const MIN_TURNS = 30;
const LEVEL = 0.05;
/** Lengths a factor of 2^0.75 apart lend each other their answers (standard deviation of the kernel, in octaves). */
const BANDWIDTH_OCTAVES = 0.75;
/** Turns' worth of "length does not matter" that each estimate starts with: noise variance 1 over prior variance 0.3^2. */
const PRIOR_TURNS = 11;
/** The lengths between these quantiles are what the bot is used to writing. */
const USUAL = [0.05, 0.95] as const;

/** Scores of the bot's turns by length: sums for a quadratic in x = log2(words) - 5, and sums by bin. */
export const AnsweredLengthsSchema = v.strictObject({
  turns: v.number(),
  /** Sums of x, x^2, x^3, x^4. */
  powers: v.tuple([v.number(), v.number(), v.number(), v.number()]),
  /** Sums of y, xy, x^2 y. */
  scores: v.tuple([v.number(), v.number(), v.number()]),
  squares: v.number(),
  /** [bin, turns, sum of scores], ascending. */
  bins: v.array(v.tuple([v.number(), v.number(), v.number()])),
  /** Words of all turns of the bot. */
  words: LogHistogramSchema,
});
export type AnsweredLengths = v.InferOutput<typeof AnsweredLengthsSchema>;

export const NO_LENGTHS: AnsweredLengths = {
  turns: 0,
  powers: [0, 0, 0, 0],
  scores: [0, 0, 0],
  squares: 0,
  bins: [],
  words: [],
};

/**
 * The lengths with one more turn of the bot.
 * @param score the response score; null when the turn could not be scored, and only shows what lengths the bot uses
 */
export function withTurn(lengths: AnsweredLengths, words: number, score: number | null): AnsweredLengths {
  const seen = { ...lengths, words: addToHistogram(lengths.words, words) };
  if (score === null) return seen;
  const octave = Math.log2(Math.max(1, words));
  const x = octave - 5;
  const [x1, x2, x3, x4] = lengths.powers;
  const [y0, y1, y2] = lengths.scores;
  const bin = Math.min(MAX_BIN, Math.round(octave * BINS_PER_OCTAVE));
  const old = lengths.bins.find(([other]) => other === bin) ?? [bin, 0, 0];
  const next: AnsweredLengths = {
    ...seen,
    turns: lengths.turns + 1,
    powers: [x1 + x, x2 + x ** 2, x3 + x ** 3, x4 + x ** 4],
    scores: [y0 + score, y1 + x * score, y2 + x ** 2 * score],
    squares: lengths.squares + score ** 2,
    bins: [
      ...lengths.bins.filter(([other]) => other < bin),
      [bin, old[1] + 1, old[2] + score],
      ...lengths.bins.filter(([other]) => other > bin),
    ],
  };
  return next.turns < HALVE_AT_TURNS ? next : halved(next);
}

/**
 * The words of a turn that this user answers best, within what the bot is used to; null when the lengths cannot be told
 * apart by the F test of a quadratic regression on log length, or none is surely better than the rest. Where the
 * quadratic says that length matters, the place is read off a kernel regression (Nadaraya 1964; Watson 1964) shrunk
 * towards the mean: the length with the highest lower bound, estimate less one standard error.
 */
export function optimalLength(lengths: AnsweredLengths): number | null {
  if (lengths.turns < MIN_TURNS || pValueOfLength(lengths) > LEVEL) return null;
  const shortest = quantileOf(lengths.words, USUAL[0]) ?? 1;
  const longest = quantileOf(lengths.words, USUAL[1]) ?? 1;
  let best = { bound: 0, words: 0 };
  for (let octave = Math.log2(shortest); octave <= Math.log2(longest) + 1e-9; octave += 0.1) {
    const bound = lowerBoundAt(lengths, octave);
    if (bound > best.bound) best = { bound, words: 2 ** octave };
  }
  return best.words > 0 ? Math.max(1, Math.round(best.words)) : null;
}

/** Chance of a quadratic in log length that explains so much, when length does not matter. */
export function pValueOfLength(lengths: AnsweredLengths): number {
  const { turns: n, powers, scores, squares } = lengths;
  const [mx, mx2] = [powers[0] / n, powers[1] / n];
  const sxx = powers[1] - n * mx * mx;
  const sxz = powers[2] - n * mx * mx2;
  const szz = powers[3] - n * mx2 * mx2;
  const my = scores[0] / n;
  const sxy = scores[1] - n * mx * my;
  const szy = scores[2] - n * mx2 * my;
  const total = squares - n * my * my;
  const determinant = sxx * szz - sxz * sxz;
  // All turns equally long, or of two lengths only: a quadratic cannot be fitted.
  if (total < 1e-9 || determinant < 1e-6 * sxx * szz || sxx < 1e-6) return 1;
  const explained = (szz * sxy ** 2 - 2 * sxz * sxy * szy + sxx * szy ** 2) / determinant;
  const left = Math.max(1e-9, total - explained);
  return upperTailOfF2(explained / 2 / (left / (n - 3)), n - 3);
}

/** In standard deviations of the score, against this user's mean. */
function lowerBoundAt(lengths: AnsweredLengths, octave: number): number {
  const mean = lengths.scores[0] / lengths.turns;
  const deviation = Math.sqrt(Math.max(1e-9, lengths.squares / lengths.turns - mean * mean));
  let [weight, weightSquares, sum] = [0, 0, 0];
  for (const [bin, turns, scores] of lengths.bins) {
    const kernel = Math.exp(-((bin / BINS_PER_OCTAVE - octave) ** 2) / (2 * BANDWIDTH_OCTAVES ** 2));
    weight += kernel * turns;
    weightSquares += kernel * kernel * turns;
    sum += (kernel * (scores - turns * mean)) / deviation;
  }
  return (sum - Math.sqrt(weightSquares)) / (weight + PRIOR_TURNS);
}

/** Three decimals are kept, or repeated halving would fill the state with digits. */
function halved(lengths: AnsweredLengths): AnsweredLengths {
  const half = (sum: number) => rounded(sum / 2, 3);
  const [x1, x2, x3, x4] = lengths.powers;
  const [y0, y1, y2] = lengths.scores;
  return {
    ...lengths,
    turns: half(lengths.turns),
    powers: [half(x1), half(x2), half(x3), half(x4)],
    scores: [half(y0), half(y1), half(y2)],
    squares: half(lengths.squares),
    bins: lengths.bins.map(([bin, turns, scores]) => [bin, half(turns), half(scores)]),
  };
}
