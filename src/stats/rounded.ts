/** A number cut to `digits` decimals for a row; never -0, which JSON does not know. */
export function rounded(value: number, digits: number): number {
  const unit = 10 ** digits;
  return Math.round(value * unit) / unit + 0;
}
