import * as v from 'valibot';

/** Columns of strategic_conversation_patterns that `context_switch` fills. */
export const ContextSwitchSchema = v.object({
  /** Newest last, at most 20. `topic` is a readable label; end_time is null while the topic goes on. */
  recent_topics: v.array(
    v.object({
      topic: v.string(),
      start_time: v.string(),
      end_time: v.nullable(v.string()),
      messages: v.number(),
      /** ISO 639-1, `und` when it cannot be told. Other than `en`: found by what shows in any language. */
      language: v.optional(v.string()),
    }),
  ),
  avg_topic_duration_minutes: v.nullable(v.number()),
  /** Topic switches per hour of talk. */
  context_switch_frequency: v.nullable(v.number()),
  /** Chance that the next message opens another topic, 0 to 1. */
  predicted_switch_likelihood: v.nullable(v.number()),
  /** What followed what, most frequent first, at most 50 edges. */
  topic_transition_graph: v.object({
    nodes: v.array(v.object({ topic: v.string(), visits: v.number() })),
    edges: v.array(v.object({ from: v.string(), to: v.string(), count: v.number() })),
  }),
});

const Level = v.object({
  mean: v.number(),
  /** Standard error of the mean. */
  error: v.nullable(v.number()),
});

/** Columns of strategic_conversation_patterns that `conversation_pattern` fills. */
export const ConversationPatternSchema = v.object({
  /** The user's style; null where nothing can be said yet. */
  communication_style: v.object({
    messages: v.number(),
    languages: v.array(v.object({ language: v.string(), share: v.number() })),
    /** 0 (casual) to 1 (formal). */
    formality: v.nullable(Level),
    words_per_message: v.nullable(Level),
    /** Share of messages that ask something. */
    question_rate: v.nullable(Level),
    emoji_per_message: v.nullable(Level),
    messages_per_turn: v.nullable(Level),
    median_reply_seconds: v.nullable(v.number()),
  }),
  preferred_depth: v.nullable(v.picklist(['brief', 'moderate', 'deep'])),
  emotional_engagement: v.object({
    /** -1 to 1. */
    sentiment: v.nullable(Level),
    /** Standard deviation of the sentiment from message to message. */
    variability: v.nullable(v.number()),
    trend: v.picklist(['brightening', 'steady', 'darkening']),
    /** The bot's own emotion labels, most frequent first, at most 8. */
    emotions: v.array(v.object({ label: v.string(), share: v.number() })),
  }),
  /** Words of the bot's turn that this user answers better than shorter and longer ones; null while none surely is. */
  optimal_response_length: v.nullable(v.number()),
});

export const ConversationPatternsSchema = v.object({
  ...ContextSwitchSchema.entries,
  ...ConversationPatternSchema.entries,
});

export type ContextSwitch = v.InferOutput<typeof ContextSwitchSchema>;
export type ConversationPattern = v.InferOutput<typeof ConversationPatternSchema>;
export type ConversationPatterns = v.InferOutput<typeof ConversationPatternsSchema>;
