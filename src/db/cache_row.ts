import * as v from 'valibot';

/** A row of a cache table as the reads take it: its insight columns stay the JSON text that Postgres made of them. */
export interface CacheRow {
  /** The insight columns, a JSON object. */
  data: string;
  confidence: number;
  /** Epoch milliseconds. */
  computedAt: number;
  expiresAt: number;
}

/** The last and the first moment a Date can tell, for `infinity` and `-infinity`. */
const END_OF_TIME = 8.64e15;
const EpochMs = v.pipe(
  v.number(),
  v.transform((ms) => Math.max(-END_OF_TIME, Math.min(END_OF_TIME, Math.floor(ms)))),
);

/** The columns of one row beside others: `<name>`, `<name>_confidence`, `<name>_computed_ms`, `<name>_expires_ms`. */
export function cacheRowColumns<Name extends string>(name: Name) {
  return {
    [name]: v.nullable(v.string()),
    [`${name}_confidence`]: v.nullable(v.number()),
    [`${name}_computed_ms`]: v.nullable(EpochMs),
    [`${name}_expires_ms`]: v.nullable(EpochMs),
  } as Record<Name, v.NullableSchema<v.StringSchema<undefined>, undefined>> &
    Record<`${Name}_confidence`, v.NullableSchema<v.NumberSchema<undefined>, undefined>> &
    Record<`${Name}_${'computed' | 'expires'}_ms`, v.NullableSchema<typeof EpochMs, undefined>>;
}

/** The row in those columns; null where there is none. */
export function cacheRowOf<Name extends string>(
  columns: Record<Name, string | null> &
    Record<`${Name}_confidence` | `${Name}_computed_ms` | `${Name}_expires_ms`, number | null>,
  name: Name,
): CacheRow | null {
  const of: Readonly<Record<string, unknown>> = columns;
  const data = of[name];
  const confidence = of[`${name}_confidence`];
  const computedAt = of[`${name}_computed_ms`];
  const expiresAt = of[`${name}_expires_ms`];
  if (typeof data !== 'string' || typeof confidence !== 'number') return null;
  if (typeof computedAt !== 'number' || typeof expiresAt !== 'number') return null;
  return { data, confidence, computedAt, expiresAt };
}
