import * as v from 'valibot';

/** Columns of strategic_engagement_opportunities, filled by `proactive_engagement`. Hours and weekdays are UTC. */
export const EngagementOpportunitiesSchema = v.object({
  /** Hours of the day (0 to 23) at which the user is most likely to be there, the best first. */
  optimal_timing_hours: v.array(v.number()),
  /** Chance that the user is there within the next hour, 0 to 1. */
  receptivity_score: v.nullable(v.number()),
  /** What to talk about, the most promising first, at most 5. */
  suggested_topics: v.array(v.object({ topic: v.string(), reason: v.picklist(['unresolved', 'recurring', 'fading']) })),
  /** Hours since the user's last message at `computed_at`. */
  last_engagement_gap_hours: v.nullable(v.number()),
  /** Share of past outreach that the user answered within a day, shrunk; null without outreach. */
  proactive_success_rate: v.nullable(v.number()),
  /** The hours of the week at which the user is most likely to be there; weekday 0 is Sunday. */
  best_windows: v.array(v.object({ weekday: v.number(), hour: v.number(), probability: v.number() })),
  /** Questions and plans that were left open, newest first, at most 5. */
  unresolved_topics: v.array(
    v.object({ topic: v.string(), text: v.string(), since: v.string(), by: v.picklist(['user', 'bot']) }),
  ),
  /** e.g. `100 messages`, `1 year`: round numbers reached or near. */
  milestones: v.array(v.object({ milestone: v.string(), at: v.string() })),
  /** Do not write before this; null when nothing speaks against writing now. */
  hold_off_until: v.nullable(v.string()),
});

export type EngagementOpportunities = v.InferOutput<typeof EngagementOpportunitiesSchema>;
