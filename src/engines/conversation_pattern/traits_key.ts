/** Most different traits of a turn that are told apart; what is shown after that is left out. */
const MAX_TRAITS = 32;

/** The traits that the open turn has shown, as numbers: each once, ascending. */
export type ShownTraits = readonly number[];

export function withTraits(shown: ShownTraits, names: readonly string[]): number[] {
  const all = new Set([...shown, ...names.map(hash)]);
  return [...all].slice(0, MAX_TRAITS).sort((a, b) => a - b);
}

/** One number for the set; 0 for none. Two sets that share a number by chance are taken for one, which does no harm. */
export function keyOf(shown: ShownTraits): number {
  return shown.length === 0 ? 0 : hash(shown.join());
}

/** 32 bits of FNV-1a (Fowler, Noll & Vo), over UTF-16 units. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return bits >>> 0;
}
