import * as v from 'valibot';

/** One remembered thing. */
export const HeldMemorySchema = v.object({
  /** The bot's memory_id; for a mention, the key of its phrase. */
  memory_id: v.string(),
  /** `memory`: the bot stored it; `mention`: it was spoken of. */
  source: v.picklist(['memory', 'mention']),
  label: v.string(),
  created_at: v.string(),
  last_recalled_at: v.nullable(v.string()),
  recall_count: v.number(),
  /** Chance that it would be recalled now, 0 to 1. */
  retrievability: v.number(),
  /** Days until that chance falls to 0.9. */
  stability_days: v.number(),
});

/** Columns of strategic_memory_health, filled by `memory_aging`. */
export const MemoryHealthSchema = v.object({
  memory_snapshot: v.object({
    /** How many are known in all, and how many of them were dropped for room. */
    total: v.number(),
    dropped: v.number(),
    /** Stored memories before mentions, the most retrievable first, at most 20; mentions only where they say something. */
    memories: v.array(HeldMemorySchema),
  }),
  avg_memory_age_hours: v.nullable(v.number()),
  retrieval_frequency_trend: v.picklist(['increasing', 'stable', 'declining']),
  /** Retrievability below 0.7; stored memories before mentions, the most important first, at most 20. */
  forgetting_risk_memories: v.array(HeldMemorySchema),
});

export type HeldMemory = v.InferOutput<typeof HeldMemorySchema>;
export type MemoryHealth = v.InferOutput<typeof MemoryHealthSchema>;
