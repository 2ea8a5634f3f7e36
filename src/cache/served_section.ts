import { createHash } from 'node:crypto';
import type { Freshness, Section } from '../domain/insights.ts';

/** A section whose JSON was built once; only its age is put in when it is served. */
export interface ServedSection {
  freshness: Freshness;
  confidence: number;
  data: Record<string, unknown>;
  /** Epoch milliseconds; null where there is no row. */
  computedAt: number | null;
  expiresAt: number | null;
  /** The JSON object up to its last member, `age_seconds`. */
  head: string;
}

export function toServed({ age_seconds: _age, ...section }: Section): ServedSection {
  return {
    freshness: section.freshness,
    confidence: section.confidence,
    data: section.data,
    computedAt: section.computed_at === null ? null : Date.parse(section.computed_at),
    expiresAt: section.expires_at === null ? null : Date.parse(section.expires_at),
    head: JSON.stringify(section).slice(0, -1),
  };
}

/** The section's JSON at `now`. */
export function renderSection({ head, computedAt }: ServedSection, now: number): string {
  const age = computedAt === null ? null : Math.max(0, now - computedAt) / 1_000;
  return `${head},"age_seconds":${age}}`;
}

/** The same section with another label. */
export function relabel(section: ServedSection, freshness: Freshness): ServedSection {
  return {
    ...section,
    freshness,
    head: section.head.replace(/^\{"freshness":"[a-z]+"/u, `{"freshness":"${freshness}"`),
  };
}

/** A weak entity tag: equal as long as the sections say the same, however old they have become. */
export function entityTag(sections: readonly ServedSection[], text: string): string {
  const hash = createHash('sha1').update(text);
  for (const { head } of sections) hash.update(head);
  return `W/"${hash.digest('base64url')}"`;
}
