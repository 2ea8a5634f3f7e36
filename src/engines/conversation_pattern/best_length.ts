import { studentQuantile } from '../../stats/student.ts';
import type { AnsweredLengths } from './answered_lengths.ts';
import { octavesOf } from './answered_lengths.ts';

const MIN_TURNS = 30;
/** Level of each of the two one-sided tests. */
const LEVEL = 0.02;
/** The best length is looked for where at least this share of turns is shorter, and as much longer. */
const LEAST_SHARE = 0.15;

/** A curve that rises by `rise` an octave up to `octave` and changes by `fall` an octave from there on. */
interface Hat {
  octave: number;
  /** The slopes divided by their standard errors, each positive where there is a peak. */
  riseT: number;
  fallT: number;
  residue: number;
  freedom: number;
}

/**
 * The words of a turn that this user answers better than shorter ones and better than longer ones; null when that
 * cannot be told. Two lines that meet at a length are fitted to the scores, over log2(words), within groups of turns
 * that showed the same traits (fixed effects), for each length that could be the best. At the one that fits best, the
 * scores must rise up to it and fall after it, each at the 2 % level: what only rises has no best length. Source of the
 * test of both slopes: Lind & Mehlum, Oxford Bulletin of Economics and Statistics 72 (2010); of lines rather than a
 * quadratic: Simonsohn, Advances in Methods and Practices in Psychological Science 1 (2018).
 */
export function bestLength(lengths: AnsweredLengths): number | null {
  if (lengths.turns < MIN_TURNS) return null;
  const hats = placesOf(lengths).flatMap((octave) => hatAt(lengths, octave) ?? []);
  const peaks = hats.filter(({ riseT, fallT }) => riseT > 0 && fallT > 0);
  const [first] = peaks;
  if (first === undefined) return null;
  const best = peaks.reduce((a, b) => (b.residue < a.residue ? b : a), first);
  if (Math.min(best.riseT, best.fallT) < studentQuantile(1 - LEVEL, best.freedom)) return null;
  return Math.max(1, Math.round(2 ** likelyPlace(peaks, best)));
}

/** Mean over the peaks, each weighted by its likelihood: steadier than the single best. */
function likelyPlace(peaks: readonly Hat[], best: Hat): number {
  const variance = best.residue / best.freedom;
  let [weights, sum] = [0, 0];
  for (const { octave, residue } of peaks) {
    const weight = Math.exp((best.residue - residue) / (2 * variance));
    weights += weight;
    sum += weight * octave;
  }
  return sum / weights;
}

function placesOf({ turns: total, groups }: AnsweredLengths): number[] {
  const turnsByBin = new Map<number, number>();
  for (const { bins } of groups)
    for (const [bin, turns] of bins) turnsByBin.set(bin, (turnsByBin.get(bin) ?? 0) + turns);
  let shorter = 0;
  return [...turnsByBin]
    .sort(([a], [b]) => a - b)
    .flatMap(([bin, turns]) => {
      const middle = (shorter + turns / 2) / total;
      shorter += turns;
      return middle >= LEAST_SHARE && middle <= 1 - LEAST_SHARE ? [octavesOf(bin)] : [];
    });
}

/** Least squares of the score on octaves below and octaves above `peak`, with a level for each group of turns. */
function hatAt({ turns: total, groups }: AnsweredLengths, peak: number): Hat | null {
  // Sums of products of what is below, what is above and the score, each less its mean in the group.
  let [bb, ba, aa, by, ay, yy] = [0, 0, 0, 0, 0, 0];
  for (const { turns, scores, squares, bins } of groups) {
    let [below, above] = [0, 0];
    // Not taken apart in the head of the loop, which would make an iterator for each.
    for (const cell of bins) {
      const n = cell[1];
      const sum = cell[2];
      const x = octavesOf(cell[0]) - peak;
      if (x < 0) {
        below += n * x;
        bb += n * x * x;
        by += x * sum;
      } else {
        above += n * x;
        aa += n * x * x;
        ay += x * sum;
      }
    }
    bb -= below ** 2 / turns;
    ba -= (below * above) / turns;
    aa -= above ** 2 / turns;
    by -= (below * scores) / turns;
    ay -= (above * scores) / turns;
    yy += squares - scores ** 2 / turns;
  }
  const determinant = bb * aa - ba * ba;
  const freedom = total - groups.length - 2;
  if (freedom < 3 || bb < 1e-6 || aa < 1e-6 || determinant < 1e-6 * bb * aa) return null;
  const rise = (aa * by - ba * ay) / determinant;
  const fall = (bb * ay - ba * by) / determinant;
  const residue = Math.max(1e-9, yy - rise * by - fall * ay);
  const deviation = Math.sqrt(residue / freedom / determinant);
  return {
    octave: peak,
    riseT: rise / (deviation * Math.sqrt(aa)),
    fallT: -fall / (deviation * Math.sqrt(bb)),
    residue,
    freedom,
  };
}
