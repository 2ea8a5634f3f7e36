/** Most dimensions kept of an embedding; longer ones are folded down to this many. */
export const MAX_DIMENSIONS = 512;
/** Quantisation steps on each side of zero: a value is one of 91 printable characters. */
const STEPS = 45;
/** Code of the character for zero. The range 35 to 125 holds no `"`, and 92 (`\`) is written as 126. */
const ZERO = 80;
const BACKSLASH = 92;
const TILDE = 126;

/**
 * An embedding as one printable character a dimension, about a hundredth of the size of its JSON.
 * Longer vectors are folded by feature hashing (Weinberger et al. 2009): dimension d goes to d mod 512 with a fixed
 * pseudo-random sign, which keeps cosines within about 1/sqrt(512).
 * @returns null for a vector without direction
 */
export function packVector(vector: readonly number[]): string | null {
  const folded = vector.length <= MAX_DIMENSIONS ? vector : foldDimensions(vector);
  let largest = 0;
  for (const x of folded) largest = Math.max(largest, Math.abs(x));
  if (!(largest > 0) || !Number.isFinite(largest)) return null;
  let packed = '';
  for (const x of folded) {
    const code = ZERO + Math.round((x / largest) * STEPS);
    packed += String.fromCharCode(code === BACKSLASH ? TILDE : code);
  }
  return packed;
}

/** Cosine of two packed vectors, -1 to 1; null when they cannot be compared. */
export function packedCosine(a: string, b: string): number | null {
  if (a.length !== b.length) return null;
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = value(a.charCodeAt(i));
    const y = value(b.charCodeAt(i));
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : null;
}

/** The direction between two packed vectors of the same length, the first counting `weight` times. */
export function packedMean(a: string, weight: number, b: string): string {
  if (a.length !== b.length) return b;
  const mean = Array.from({ length: a.length }, (_, i) => weight * value(a.charCodeAt(i)) + value(b.charCodeAt(i)));
  return packVector(mean) ?? b;
}

function value(code: number): number {
  return (code === TILDE ? BACKSLASH : code) - ZERO;
}

function foldDimensions(vector: readonly number[]): number[] {
  const folded = Array.from({ length: MAX_DIMENSIONS }, () => 0);
  vector.forEach((x, d) => {
    const sign = (Math.imul(d + 1, 0x9e3779b1) >>> 16) & 1 ? 1 : -1;
    const at = d % MAX_DIMENSIONS;
    folded[at] = (folded[at] ?? 0) + sign * x;
  });
  return folded;
}
