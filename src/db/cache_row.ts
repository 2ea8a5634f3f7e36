import * as v from 'valibot';

/** A row of a cache table as the reads take it: its insight columns stay the JSON text that Postgres made of them. */
export interface CacheRow {
  /** The insight columns, a JSON object. */
  data: string;
  /** Another one whenever the row was written, by whomever. */
  version: string;
  confidence: number;
  /** Epoch milliseconds. */
  computedAt: number;
  expiresAt: number;
  /** What the row has to say, as it is stored with it; null where it is not. */
  guidance: unknown;
}

/** The last and the first moment a Date can tell, for `infinity` and `-infinity`. */
const END_OF_TIME = 8.64e15;

/** Whole epoch milliseconds that a Date can tell. */
export function toEpochMs(ms: number): number {
  return Math.max(-END_OF_TIME, Math.min(END_OF_TIME, Math.floor(ms)));
}

const EpochMs = v.pipe(v.number(), v.transform(toEpochMs));

/** The columns of a row that may not be there. */
export const CACHE_ROW_COLUMNS = {
  data: v.nullable(v.string()),
  version: v.nullable(v.string()),
  confidence: v.nullable(v.number()),
  computed_ms: v.nullable(EpochMs),
  expires_ms: v.nullable(EpochMs),
};

type Columns = v.InferOutput<v.ObjectSchema<typeof CACHE_ROW_COLUMNS, undefined>>;

/** The row in those columns; null where there is none. */
export function cacheRowOf(columns: Columns): CacheRow | null {
  const { data, version, confidence, computed_ms: computedAt, expires_ms: expiresAt } = columns;
  if (data === null || version === null || confidence === null || computedAt === null || expiresAt === null)
    return null;
  return { data, version, confidence, computedAt, expiresAt, guidance: null };
}
