import * as v from 'valibot';

/** A change point in the hourly series of a metric. */
export const AnomalySchema = v.object({
  /** Start of the first hour at the new level. */
  at: v.string(),
  metric: v.string(),
  /** Mean after less mean before, in the metric's unit. */
  size: v.number(),
  direction: v.picklist(['up', 'down']),
});

/** How one metric did over the window. */
export const MetricSummarySchema = v.object({
  metric: v.string(),
  /** `score`: the bot said so; `proxy`: read off the users' behaviour. */
  source: v.picklist(['score', 'proxy']),
  /** Scores, bot turns, sessions or user messages in the window that are decided. */
  n: v.number(),
  /** What `mean` is counted in, e.g. `share of bot turns`. */
  unit: v.string(),
  /** 0 to 1; sentiment and sentiment_drift -1 to 1. */
  mean: v.number(),
  /** Theil-Sen slope per day. */
  slope_per_day: v.nullable(v.number()),
  /** Two-sided Mann-Kendall p-value, corrected for autocorrelation. */
  p_value: v.nullable(v.number()),
});

/** Columns of strategic_character_performance, filled by `character_performance`. */
export const CharacterPerformanceSchema = v.object({
  time_window_hours: v.picklist([24, 168, 720]),
  /** Means of the scores in the window where there are any; else, but for coherence, what users do stands in. */
  engagement_score_avg: v.nullable(v.number()),
  satisfaction_score_avg: v.nullable(v.number()),
  coherence_score_avg: v.nullable(v.number()),
  /** 0 to 1; null when the bot has not said enough. */
  personality_consistency_index: v.nullable(v.number()),
  quality_trend: v.picklist(['improving', 'stable', 'declining']),
  recent_anomalies: v.array(AnomalySchema),
  metrics: v.array(MetricSummarySchema),
});

export type CharacterPerformance = v.InferOutput<typeof CharacterPerformanceSchema>;
