/**
 * How far apart the numbers of two JSON values are: the largest |a − b| / max(|a|, |b|, 1) over all of them.
 * @returns Infinity when anything but a number differs
 */
export function largestDifference(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b ? 0 : Infinity;
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  if (left.length !== right.size) return Infinity;
  return Math.max(
    0,
    ...left.map(([key, value]) => (right.has(key) ? largestDifference(value, right.get(key)) : Infinity)),
  );
}
