import * as v from 'valibot';
import { HeldMemorySchema } from './memory_health.ts';

/** Columns of strategic_memory_behavior, filled by `memory_behavior`. */
export const MemoryBehaviorSchema = v.object({
  forgetting_curve_params: v.object({
    /** e.g. `fsrs-6+recalibration`. */
    model: v.string(),
    /** The user's own parameters, in the model's order (docs/engines/memory_behavior.md); all 0 are the defaults. */
    parameters: v.array(v.number()),
    /** Share of a prediction that is the user's own rather than the defaults', 0 to 1. */
    personal_share: v.number(),
    /** Recalls after a break of hours or more that they were fitted to. */
    observations: v.number(),
    /** Mean log-loss of the predictions made before each of them, and that of the model's defaults. */
    log_loss: v.nullable(v.number()),
    default_log_loss: v.nullable(v.number()),
  }),
  /** At 0.9 or above; stored memories before mentions, the most stable first, at most 10. */
  high_retention_memories: v.array(HeldMemorySchema),
  /** Below 0.7; stored memories before mentions, the most faded first, at most 10. */
  low_retention_memories: v.array(HeldMemorySchema),
  /** Expected share of the known memories that would be recalled now, 0 to 1. */
  recall_simulation_score: v.nullable(v.number()),
});

export type MemoryBehavior = v.InferOutput<typeof MemoryBehaviorSchema>;
