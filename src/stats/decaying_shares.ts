import * as v from 'valibot';

/** Names with their exponentially fading counts, as tuples so that any string may be a name. */
export const DecayingSharesSchema = v.array(v.tuple([v.string(), v.number()]));
export type DecayingShares = v.InferOutput<typeof DecayingSharesSchema>;

/**
 * Counts a name, after letting all earlier counts fade by half every `halfLife` counts.
 * @param atMost names kept; the one with the lowest count makes room, the longest kept of those first
 */
export function countName(shares: DecayingShares, name: string, halfLife: number, atMost: number): DecayingShares {
  const fade = 2 ** (-1 / halfLife);
  const next = shares.map(([other, count]): [string, number] => [other, count * fade + (other === name ? 1 : 0)]);
  if (next.some(([other]) => other === name)) return next;
  if (next.length >= atMost) {
    const lowest = Math.min(...next.map(([, count]) => count));
    next.splice(
      next.findIndex(([, count]) => count === lowest),
      1,
    );
  }
  next.push([name, 1]);
  return next;
}

/** Each name's share of all that is held, 0 to 1, the most frequent first. */
export function sharesOf(shares: DecayingShares): { name: string; share: number }[] {
  const total = shares.reduce((sum, [, count]) => sum + count, 0);
  return shares
    .map(([name, count]) => ({ name, share: count / total }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}
