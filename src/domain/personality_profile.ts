import * as v from 'valibot';

/** Columns of strategic_personality_profiles, filled by `personality_profile`. */
export const PersonalityProfileSchema = v.object({
  dominant_traits: v.array(
    v.object({
      trait: v.string(),
      /** Share of the bot's messages that showed it, 0 to 1. */
      frequency: v.number(),
      /** How this user answered it against the user's own baseline, in standard deviations, shrunk towards 0. */
      effectiveness: v.number(),
      /** `tag`: the bot sent it; `style`: found in how the bot writes. */
      source: v.picklist(['tag', 'style']),
      /** Scored turns of the bot that showed it: what `effectiveness` rests on. */
      n: v.number(),
    }),
  ),
  user_response_patterns: v.object({
    /** Share of the bot's turns that the user answered within the reply window, 0 to 1. */
    reply_rate: v.nullable(v.number()),
    median_reply_words: v.nullable(v.number()),
    median_reply_latency_seconds: v.nullable(v.number()),
    mean_reply_sentiment: v.nullable(v.number()),
    turns: v.number(),
  }),
  adaptation_suggestions: v.array(
    v.object({
      trait: v.string(),
      action: v.picklist(['more', 'less']),
      /** Effect in standard deviations, with the bounds of its 90 % interval, corrected for the number of traits. */
      effect: v.number(),
      effect_low: v.number(),
      effect_high: v.number(),
    }),
  ),
  /** One entry for each of the last 30 days with bot messages, oldest first. */
  trait_evolution_history: v.array(
    v.object({
      date: v.string(),
      messages: v.number(),
      /** Share of the day's messages that showed it, the most frequent first. */
      traits: v.array(v.object({ trait: v.string(), share: v.number() })),
    }),
  ),
});

export type PersonalityProfile = v.InferOutput<typeof PersonalityProfileSchema>;
