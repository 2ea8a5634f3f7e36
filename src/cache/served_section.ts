import type { CacheRow } from '../db/cache_row.ts';
import type { Freshness } from '../domain/insights.ts';

/** A section whose JSON was built once; only its age is put in when it is served. */
export interface ServedSection {
  freshness: Freshness;
  confidence: number;
  /** Epoch milliseconds; null where there is no row. */
  computedAt: number | null;
  expiresAt: number | null;
  /** The insight columns, a JSON object. */
  data: string;
  /** Another one whenever the section says something else. */
  version: string;
  /** The section's JSON object up to `data`. */
  head: string;
}

type SectionParts = Omit<ServedSection, 'head'>;

function served({ freshness, confidence, computedAt, expiresAt, data, version }: SectionParts): ServedSection {
  const time = (ms: number | null): string => (ms === null ? 'null' : `"${new Date(ms).toISOString()}"`);
  const times = `"computed_at":${time(computedAt)},"expires_at":${time(expiresAt)}`;
  const head = `{"freshness":"${freshness}",${times},"confidence":${confidence},"data":`;
  return { freshness, confidence, computedAt, expiresAt, data, version, head };
}

/** A row under a label. */
export function servedRow(row: CacheRow, freshness: Freshness): ServedSection {
  return served({ ...row, freshness });
}

/** What is said without a row. @param version another one whenever something else is said */
export function servedWithoutRow(
  freshness: Freshness,
  { confidence, ...data }: Record<string, unknown> & { confidence: number },
  version = 'neutral',
): ServedSection {
  return served({ freshness, confidence, computedAt: null, expiresAt: null, data: JSON.stringify(data), version });
}

/** The same section with another label. */
export function relabel(section: ServedSection, freshness: Freshness): ServedSection {
  return served({ ...section, freshness });
}

/** Seconds since a row was computed, at `now`; null without a row. */
export function ageSeconds(computedAt: number | null, now: number): number | null {
  return computedAt === null ? null : Math.max(0, now - computedAt) / 1_000;
}

/**
 * A weak entity tag: equal as long as the sections say the same, however old they have become. It is made of versions
 * and labels: hashing what they say would cost a read more than all else that is done with it.
 * @param form in which they are told
 */
export function entityTag(sections: readonly ServedSection[], form: string): string {
  const versions = sections.map(
    ({ freshness, version, computedAt }) => `${freshness}.${version}.${computedAt?.toString(36) ?? ''}`,
  );
  return `W/"${form}-${versions.join('-')}"`;
}
