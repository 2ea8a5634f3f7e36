import { hash } from 'node:crypto';
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
  /** The section's JSON object up to `data`. */
  head: string;
}

type SectionParts = Omit<ServedSection, 'head'>;

function served({ freshness, confidence, computedAt, expiresAt, data }: SectionParts): ServedSection {
  const time = (ms: number | null): string => (ms === null ? 'null' : `"${new Date(ms).toISOString()}"`);
  const times = `"computed_at":${time(computedAt)},"expires_at":${time(expiresAt)}`;
  const head = `{"freshness":"${freshness}",${times},"confidence":${confidence},"data":`;
  return { freshness, confidence, computedAt, expiresAt, data, head };
}

/** A row under a label. */
export function servedRow(row: CacheRow, freshness: Freshness): ServedSection {
  return served({ ...row, freshness });
}

/** What is said without a row. */
export function servedWithoutRow(
  freshness: Freshness,
  { confidence, ...data }: Record<string, unknown> & { confidence: number },
): ServedSection {
  return served({ freshness, confidence, computedAt: null, expiresAt: null, data: JSON.stringify(data) });
}

/** The same section with another label. */
export function relabel(section: ServedSection, freshness: Freshness): ServedSection {
  return served({ ...section, freshness });
}

/** Seconds since a row was computed, at `now`; null without a row. */
export function ageSeconds(computedAt: number | null, now: number): number | null {
  return computedAt === null ? null : Math.max(0, now - computedAt) / 1_000;
}

/** A weak entity tag: equal as long as the sections say the same, however old they have become. */
export function entityTag(sections: readonly ServedSection[], text: string): string {
  const said = sections.map(({ head, data }) => head + data).join('\n');
  return `W/"${hash('sha1', `${text}\n${said}`, 'base64url')}"`;
}
