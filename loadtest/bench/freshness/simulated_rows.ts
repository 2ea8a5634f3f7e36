/** When cache rows were computed and expire, in epoch milliseconds. */
export interface Rows {
  computedAt: number;
  expiresAt: number;
}

/** A row as row_to_json gives it, with nothing in it; null where there is none. */
export function cacheRow(rows: Rows | undefined): Record<string, unknown> | null {
  if (rows === undefined) return null;
  const { computedAt, expiresAt } = rows;
  return {
    confidence: 0,
    computed_at: new Date(computedAt).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
  };
}
