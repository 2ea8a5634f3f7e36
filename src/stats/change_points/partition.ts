/** From so many values on, cuts are first looked for at every second value, from twice as many at every third, and so on. */
const FINE_LENGTH = 300;

/**
 * Optimal partitioning of a series into stretches of constant mean: the cuts that minimise the weighted squared
 * distance to the stretches' means plus `penalty` a cut (Jackson et al. 2005, IEEE Signal Processing Letters 12:105).
 * Quadratic in the number of values, which pruning (PELT) would not help where there are few changes, as is usual; so a
 * long series is cut on a grid, and each cut then moved to the best place between the grid's.
 * @param penalty in the square of the values' unit
 * @param shortest fewest values of a stretch
 * @returns indices at which a new stretch starts, ascending
 */
export function partition(values: Float64Array, weights: Float64Array, penalty: number, shortest: number): number[] {
  const grain = Math.max(1, Math.ceil(values.length / FINE_LENGTH));
  const sums = sumsOf(values, weights);
  const cuts = cutsOnGrid(sums, penalty, shortest, grain);
  return grain === 1 ? cuts : moved(sums, cuts, shortest, grain);
}

/** Running sums, so that any stretch costs the same to look at. */
interface Sums {
  weight: Float64Array;
  value: Float64Array;
}

function sumsOf(values: Float64Array, weights: Float64Array): Sums {
  const n = values.length;
  const weight = new Float64Array(n + 1);
  const value = new Float64Array(n + 1);
  // About the mean, so that a high level costs no digits.
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i] ?? 0) / n;
  for (let i = 0; i < n; i++) {
    weight[i + 1] = (weight[i] ?? 0) + (weights[i] ?? 0);
    value[i + 1] = (value[i] ?? 0) + (weights[i] ?? 0) * ((values[i] ?? 0) - mean);
  }
  return { weight, value };
}

function cutsOnGrid({ weight, value }: Sums, penalty: number, shortest: number, grain: number): number[] {
  const n = weight.length - 1;
  // The least cost of the values before each place, without the sum of their squares, which no cut changes.
  const best = new Float64Array(n + 1).fill(Infinity);
  const from = new Int32Array(n + 1);
  best[0] = -penalty;
  for (let end = Math.ceil(shortest / grain) * grain; end <= n; end = end < n ? Math.min(n, end + grain) : n + 1) {
    const w = weight[end] ?? 0;
    const x = value[end] ?? 0;
    let least = Infinity;
    let cut = 0;
    for (let start = 0; start <= end - shortest; start += grain) {
      const sum = x - (value[start] ?? 0);
      const cost = (best[start] ?? 0) - (sum * sum) / (w - (weight[start] ?? 0));
      if (cost < least) {
        least = cost;
        cut = start;
      }
    }
    best[end] = least + penalty;
    from[end] = cut;
  }
  const cuts: number[] = [];
  for (let end = from[n] ?? 0; end > 0; end = from[end] ?? 0) cuts.push(end);
  return cuts.reverse();
}

/** Each cut at the best place less than `grain` away, the ones next to it held. */
function moved({ weight, value }: Sums, cuts: readonly number[], shortest: number, grain: number): number[] {
  const gain = (start: number, end: number) => {
    const sum = (value[end] ?? 0) - (value[start] ?? 0);
    return (sum * sum) / ((weight[end] ?? 0) - (weight[start] ?? 0));
  };
  const found = [...cuts];
  cuts.forEach((cut, i) => {
    const before = found[i - 1] ?? 0;
    const after = cuts[i + 1] ?? weight.length - 1;
    let most = -Infinity;
    for (
      let at = Math.max(before + shortest, cut - grain + 1);
      at <= Math.min(after - shortest, cut + grain - 1);
      at++
    ) {
      const here = gain(before, at) + gain(at, after);
      if (here > most) {
        most = here;
        found[i] = at;
      }
    }
  });
  return found;
}
