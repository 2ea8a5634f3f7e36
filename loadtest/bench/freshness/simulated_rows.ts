/** When cache rows were computed and expire, in epoch milliseconds. */
export interface Rows {
  computedAt: number;
  expiresAt: number;
}

/** A row with nothing in it, in the columns of the hot read that begin with its section's name. */
export function cacheRow(name: string, rows: Rows | undefined): Record<string, unknown> {
  return {
    [name]: rows === undefined ? null : '{}',
    [`${name}_confidence`]: rows === undefined ? null : 0,
    [`${name}_computed_ms`]: rows?.computedAt ?? null,
    [`${name}_expires_ms`]: rows?.expiresAt ?? null,
  };
}
