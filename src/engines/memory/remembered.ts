import * as v from 'valibot';
import { isoTime } from '../../domain/iso_time.ts';
import type { HeldMemory } from '../../domain/memory_health.ts';
import { firstStrength, retrievability, SAME_SITTING_DAYS, strengthAfter } from '../../stats/forgetting_curve.ts';

const DAY_MS = 86_400_000;
/** Importance of a memory that came without one. */
const DEFAULT_IMPORTANCE = 0.5;
/** Mentions at which a thing spoken of counts half as important as the most important memory. */
const HALF_IMPORTANT_MENTIONS = 4;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One remembered thing, as the state keeps it. Times are epoch milliseconds. */
export const RememberedSchema = v.strictObject({
  /** The bot's memory_id; for a thing spoken of, its phrase key. */
  id: v.string(),
  source: v.picklist(['memory', 'mention']),
  label: v.string(),
  /** 0 to 1, as the bot gave it; null when it gave none. */
  importance: v.nullable(v.number()),
  /** A thing spoken of that has a name: at least once taken for one, and never written small. */
  named: v.boolean(),
  created: v.number(),
  /** When it was last brought to mind, rightly or in vain. */
  at: v.number(),
  recalledAt: v.nullable(v.number()),
  /** Times it was recalled: `recall` events with success, and mentions in a later sitting. */
  recalls: Count,
  /** Messages of the user that spoke of it, the sittings in which they did, and the last time. */
  mentions: Count,
  sittings: Count,
  spokenAt: v.nullable(v.number()),
  /** Reviews the strength was computed from, the first included; how many failed; how many of those were lapses, after a break. */
  reviews: Count,
  failures: Count,
  lapses: Count,
  difficulty: v.number(),
  stabilityDays: v.number(),
});

export type Remembered = v.InferOutput<typeof RememberedSchema>;

/** Something that is remembered from `at` on, learnt well (true) or found missing when it was first asked for. */
export function remember(
  what: Pick<Remembered, 'id' | 'source' | 'label' | 'importance' | 'named'>,
  at: number,
  learnt = true,
): Remembered {
  const spoken = { mentions: 0, sittings: 0, spokenAt: null };
  const history = { recalls: 0, reviews: 1, failures: learnt ? 0 : 1, lapses: 0 };
  return { ...what, created: at, at, recalledAt: null, ...spoken, ...history, ...firstStrength(learnt) };
}

/** Days from the last time it was brought to mind to `at`; 0 for an earlier time. */
export function daysSince(item: Remembered, at: number): number {
  return Math.max(0, (at - item.at) / DAY_MS);
}

/** The thing after it was asked for at `at` and was there, or was not. */
export function review(item: Remembered, at: number, recalled: boolean): Remembered {
  const days = daysSince(item, at);
  const lapsed = !recalled && days >= SAME_SITTING_DAYS;
  return {
    ...item,
    ...strengthAfter(item, days, recalled),
    at,
    recalledAt: recalled ? at : item.recalledAt,
    recalls: item.recalls + (recalled ? 1 : 0),
    reviews: item.reviews + 1,
    failures: item.failures + (recalled ? 0 : 1),
    lapses: item.lapses + (lapsed ? 1 : 0),
  };
}

/** The thing after it was spoken of once more in the same sitting: fresh in mind, and no stronger for it. */
export function touch(item: Remembered, at: number): Remembered {
  return { ...item, at };
}

/** The thing after the user spoke of it at `at`. */
export function speakOf(item: Remembered, at: number): Remembered {
  const isNewSitting = item.spokenAt === null || at - item.spokenAt >= SAME_SITTING_DAYS * DAY_MS;
  return {
    ...item,
    mentions: item.mentions + 1,
    sittings: item.sittings + (isNewSitting ? 1 : 0),
    spokenAt: at,
  };
}

/** Chance of recall at `at` by the forgetting curve with published parameters, 0 to 1. */
export function retrievabilityAt(item: Remembered, at: number): number {
  return retrievability(daysSince(item, at), item.stabilityDays);
}

/** 0 to 1: what the bot said of a memory; for a thing spoken of, growing with how often the user spoke of it. */
export function importanceOf(item: Remembered): number {
  if (item.source === 'memory') return item.importance ?? DEFAULT_IMPORTANCE;
  const weight = item.mentions + item.recalls + (item.named ? 1 : 0);
  return weight / (weight + HALF_IMPORTANT_MENTIONS);
}

/** What a row says of it. */
export function toHeldMemory(item: Remembered, retrievable: number, stabilityDays: number): HeldMemory {
  return {
    memory_id: item.id,
    source: item.source,
    label: item.label,
    created_at: isoTime(item.created),
    last_recalled_at: item.recalledAt === null ? null : isoTime(item.recalledAt),
    recall_count: item.recalls,
    retrievability: round(retrievable),
    stability_days: round(stabilityDays),
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
