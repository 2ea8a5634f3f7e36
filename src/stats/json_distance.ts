/**
 * How far apart two JSON values are: 0 when they are the same, 1 when they have nothing in common. Numbers by the
 * Canberra distance |a − b| / (|a| + |b|) (Lance and Williams 1966), arrays and objects by the mean over the places that
 * either has, anything else by being equal or not.
 */
export function jsonDistance(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number')
    return a === b ? 0 : Math.abs(a - b) / (Math.abs(a) + Math.abs(b));
  if (!isComposite(a) || !isComposite(b)) return a === b ? 0 : 1;
  if (Array.isArray(a) !== Array.isArray(b)) return 1;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  const places = new Set([...left.keys(), ...right.keys()]);
  let sum = 0;
  for (const place of places)
    sum += left.has(place) && right.has(place) ? jsonDistance(left.get(place), right.get(place)) : 1;
  return places.size === 0 ? 0 : sum / places.size;
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
