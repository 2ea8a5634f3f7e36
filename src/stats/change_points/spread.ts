/** Makes the median absolute deviation of normal noise its standard deviation. */
export const MAD_TO_SD = 1.4826;

/** The middle value; 0 for none. Quickselect (Hoare 1961, CACM 4:321) on a copy: a sort would take most of the time. */
export function median(values: ArrayLike<number>): number {
  const n = values.length;
  if (n === 0) return 0;
  const copy = Float64Array.from(values);
  const middle = n >> 1;
  select(copy, middle);
  const high = copy[middle] ?? 0;
  if (n % 2 === 1) return high;
  let low = -Infinity;
  for (let i = 0; i < middle; i++) low = Math.max(low, copy[i] ?? 0);
  return (low + high) / 2;
}

/** Puts the value of rank `k` at index `k`, nothing larger before it, nothing smaller after it. */
function select(values: Float64Array, k: number): void {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1] ?? 0;
    let i = left;
    let j = right;
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i++;
      while ((values[j] ?? 0) > pivot) j--;
      if (i > j) break;
      const swapped = values[i] ?? 0;
      values[i++] = values[j] ?? 0;
      values[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}
