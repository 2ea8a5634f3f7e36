/** A seeded source of uniform numbers in (0, 1): mulberry32 (Ettinger 2017, public domain). */
export function seededUniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

/** Standard normal numbers by Box and Muller. */
export function normal(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Student's t with 3 degrees of freedom. */
export function studentT3(uniform: () => number): () => number {
  const z = normal(uniform);
  return () => z() / Math.sqrt((z() ** 2 + z() ** 2 + z() ** 2) / 3);
}

/** Cauchy, which has no variance at all. */
export function cauchy(uniform: () => number): () => number {
  return () => Math.tan(Math.PI * (uniform() - 0.5));
}

/** A first-order autoregression driven by `noise`, past its start. */
export function autoregressive(coefficient: number, noise: () => number): () => number {
  let value = 0;
  const next = () => (value = coefficient * value + noise());
  for (let i = 0; i < 100; i++) next();
  return next;
}

export function series(length: number, value: (i: number) => number): number[] {
  return Array.from({ length }, (_, i) => value(i));
}
