const [DASH, COLON, DOT, T, Z, ZERO] = [0x2d, 0x3a, 0x2e, 0x54, 0x5a, 0x30] as const;

/**
 * What `toISOString` says of a time, in a third of the time that it takes: rows are full of times.
 * @param ms epoch milliseconds
 * @throws RangeError for what is no time
 */
export function isoTime(ms: number): string {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9_999)) return date.toISOString();
  const month = date.getUTCMonth() + 1;
  const day = date.getUTCDate();
  const hour = date.getUTCHours();
  const minute = date.getUTCMinutes();
  const second = date.getUTCSeconds();
  const thousandth = date.getUTCMilliseconds();
  // All at once: put together of parts, it would leave as many strings behind.
  // prettier-ignore
  return String.fromCharCode(
    digit(year, 1_000), digit(year, 100), digit(year, 10), digit(year, 1), DASH,
    digit(month, 10), digit(month, 1), DASH, digit(day, 10), digit(day, 1), T,
    digit(hour, 10), digit(hour, 1), COLON, digit(minute, 10), digit(minute, 1), COLON,
    digit(second, 10), digit(second, 1), DOT,
    digit(thousandth, 100), digit(thousandth, 10), digit(thousandth, 1), Z,
  );
}

/** Code of the digit that counts `unit`s. */
function digit(n: number, unit: number): number {
  return ZERO + (Math.floor(n / unit) % 10);
}
