const at = '2026-01-31T18:00:00.000Z';

/** The conversation that all examples are about. */
export const KEY = { bot_name: 'elena', user_id: '42' };

export const EVENTS = [
  {
    event_id: 'm1',
    kind: 'message',
    occurred_at: '2026-01-31T18:00:00Z',
    payload: { role: 'user', content: 'I finally booked the trip to Lisbon!' },
  },
  {
    event_id: 'm2',
    kind: 'message',
    occurred_at: '2026-01-31T18:00:09Z',
    payload: { role: 'bot', content: 'Wonderful! With your sister?', traits: ['curious'] },
  },
  {
    event_id: 'y1',
    kind: 'memory',
    occurred_at: '2026-01-31T18:00:10Z',
    payload: { memory_id: 'lisbon', content: 'Travels to Lisbon in May', importance: 0.7 },
  },
];

const MEMORY = {
  memory_id: 'lisbon',
  source: 'memory',
  label: 'Travels to Lisbon in May',
  created_at: at,
  last_recalled_at: null,
  recall_count: 0,
  retrievability: 0.99,
  stability_days: 3.1,
};

const PERFORMANCE = {
  time_window_hours: 168,
  engagement_score_avg: 0.71,
  satisfaction_score_avg: null,
  coherence_score_avg: null,
  personality_consistency_index: null,
  quality_trend: 'stable',
  recent_anomalies: [],
  metrics: [
    {
      metric: 'reply_rate',
      source: 'proxy',
      n: 120,
      unit: 'share of bot turns',
      mean: 0.71,
      slope_per_day: null,
      p_value: null,
    },
  ],
};

const fresh = (confidence: number, data: object) => ({
  freshness: 'fresh',
  computed_at: at,
  expires_at: '2026-01-31T18:05:00.000Z',
  confidence,
  data,
  age_seconds: 12,
});

export const INSIGHTS = {
  ...KEY,
  served_at: '2026-01-31T18:00:12.000Z',
  freshness: 'fresh',
  guidance: '- The user writes casually: match it.',
  sections: {
    memory_health: fresh(0.4, {
      memory_snapshot: { total: 1, dropped: 0, memories: [MEMORY] },
      avg_memory_age_hours: 0.01,
      retrieval_frequency_trend: 'stable',
      forgetting_risk_memories: [],
    }),
    character_performance: fresh(0.6, PERFORMANCE),
    personality_profile: fresh(0.2, {
      dominant_traits: [{ trait: 'curious', frequency: 1, effectiveness: 0.1, source: 'tag', n: 1 }],
      user_response_patterns: {
        reply_rate: null,
        median_reply_words: null,
        median_reply_latency_seconds: null,
        mean_reply_sentiment: null,
        turns: 1,
      },
      adaptation_suggestions: [],
      trait_evolution_history: [{ date: '2026-01-31', messages: 1, traits: [{ trait: 'curious', share: 1 }] }],
    }),
    conversation_patterns: fresh(0.2, {
      recent_topics: [{ topic: 'trip to Lisbon', start_time: at, end_time: null, messages: 2 }],
      avg_topic_duration_minutes: null,
      context_switch_frequency: null,
      predicted_switch_likelihood: 0.2,
      topic_transition_graph: { nodes: [{ topic: 'trip to Lisbon', visits: 1 }], edges: [] },
      communication_style: {
        messages: 1,
        languages: [{ language: 'en', share: 1 }],
        formality: { mean: 0.3, error: null },
        words_per_message: { mean: 7, error: null },
        question_rate: { mean: 0, error: null },
        emoji_per_message: { mean: 0, error: null },
        messages_per_turn: null,
        median_reply_seconds: null,
      },
      preferred_depth: null,
      emotional_engagement: { sentiment: { mean: 0.4, error: null }, variability: null, trend: 'steady', emotions: [] },
      optimal_response_length: null,
    }),
    memory_behavior: fresh(0.1, {
      forgetting_curve_params: {
        model: 'fsrs-6+recalibration',
        parameters: [0, 0],
        personal_share: 0,
        observations: 0,
        log_loss: null,
        default_log_loss: null,
      },
      high_retention_memories: [MEMORY],
      low_retention_memories: [],
      recall_simulation_score: 0.99,
    }),
    engagement_opportunities: fresh(0.1, {
      optimal_timing_hours: [18],
      receptivity_score: 0.8,
      suggested_topics: [{ topic: 'trip to Lisbon', reason: 'unresolved' }],
      last_engagement_gap_hours: 0.01,
      proactive_success_rate: null,
      best_windows: [{ weekday: 6, hour: 18, probability: 0.1 }],
      unresolved_topics: [{ topic: 'trip to Lisbon', text: 'With your sister?', since: at, by: 'bot' }],
      milestones: [],
      hold_off_until: null,
    }),
  },
};

export const PERFORMANCE_ANSWER = {
  bot_name: 'elena',
  served_at: at,
  freshness: 'fresh',
  windows: { 168: fresh(0.6, PERFORMANCE) },
};

export const STATUS = {
  ...KEY,
  last_seq: 3,
  folded_seq: 2,
  unfolded: 1,
  lag_seconds: 0.4,
  pruned_events: 0,
  first_event_at: at,
  last_event_at: at,
  folded_at: at,
  refresh: { state: 'waiting', run_at: at, attempts: 0 },
  engines: [{ engine: 'memory_aging', version: 3, current: true, seq: 2, bytes: 512 }],
  event: { event_id: 'y1', status: 'accepted', seq: 3 },
};

export const QUEUE = {
  waiting: 0,
  due: 0,
  running: 1,
  failed: 0,
  oldest_due_seconds: 0,
  lag_seconds: 0,
  workers: [
    {
      worker_id: '6f1b7a52-0f4e-4c57-9a0b-3f1f8f4a9b11',
      concurrency: 3,
      running: 1,
      uptime_seconds: 3600,
      heartbeat_seconds: 1.2,
    },
  ],
};
