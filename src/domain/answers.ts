import * as v from 'valibot';
import { SCOPES } from './access.ts';
import { CharacterPerformanceSchema } from './character_performance.ts';
import { ConversationPatternsSchema } from './conversation_patterns.ts';
import { EngagementOpportunitiesSchema } from './engagement_opportunities.ts';
import { FRESHNESS } from './insights.ts';
import { MemoryBehaviorSchema } from './memory_behavior.ts';
import { MemoryHealthSchema } from './memory_health.ts';
import { PersonalityProfileSchema } from './personality_profile.ts';
import { QueueSchema } from './queue.ts';
import { ENGINE_NAMES } from './table.ts';

// What the API answers. The document at /openapi.json and the types of the client are made of these.

const Time = v.pipe(v.string(), v.metadata({ format: 'date-time' }));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const key = { bot_name: v.string(), user_id: v.string() };

export const FreshnessSchema = v.pipe(
  v.picklist(FRESHNESS),
  v.description(
    'fresh: as of now. stale: expired, a refresh was asked for. heuristic: from counters alone. missing: nothing is known. degraded: the database could not be asked.',
  ),
);

/** A section with the data of one table. */
function section<Row extends v.GenericSchema>(data: Row) {
  return v.object({
    freshness: FreshnessSchema,
    computed_at: v.nullable(Time),
    expires_at: v.nullable(Time),
    age_seconds: v.nullable(v.pipe(v.number(), v.minValue(0))),
    confidence: Share,
    data,
  });
}

export const InsightsAnswerSchema = v.object({
  ...key,
  served_at: Time,
  freshness: FreshnessSchema,
  guidance: v.string(),
  sections: v.object({
    memory_health: v.optional(section(MemoryHealthSchema)),
    character_performance: v.optional(section(CharacterPerformanceSchema)),
    personality_profile: v.optional(section(PersonalityProfileSchema)),
    conversation_patterns: v.optional(section(ConversationPatternsSchema)),
    memory_behavior: v.optional(section(MemoryBehaviorSchema)),
    engagement_opportunities: v.optional(section(EngagementOpportunitiesSchema)),
  }),
});
export type InsightsAnswer = v.InferOutput<typeof InsightsAnswerSchema>;

export const PerformanceAnswerSchema = v.object({
  bot_name: v.string(),
  served_at: Time,
  freshness: FreshnessSchema,
  /** By window in hours: 24, 168, 720. */
  windows: v.record(v.string(), section(CharacterPerformanceSchema)),
});
export type PerformanceAnswer = v.InferOutput<typeof PerformanceAnswerSchema>;

export const FieldIssueSchema = v.object({ field: v.string(), message: v.string() });

const RejectedSchema = v.object({ status: v.literal('rejected'), errors: v.array(FieldIssueSchema) });

export const PostedEventsSchema = v.object({
  accepted: Count,
  duplicates: Count,
  rejected: Count,
  /** One an event, in the order in which they were sent. */
  results: v.array(
    v.variant('status', [
      v.object({ status: v.literal('accepted'), seq: Count }),
      v.object({ status: v.literal('duplicate') }),
      RejectedSchema,
    ]),
  ),
});
export type PostedEvents = v.InferOutput<typeof PostedEventsSchema>;

export const PostedLinesSchema = v.object({
  lines: Count,
  accepted: Count,
  duplicates: Count,
  rejected: Count,
  /** The first 1,000 lines that were rejected; lines count from 1. */
  errors: v.array(v.object({ line: Count, errors: v.array(FieldIssueSchema) })),
});
export type PostedLines = v.InferOutput<typeof PostedLinesSchema>;

export const JobStateSchema = v.object({
  /** `failed`: for good, see /v1/jobs/failed. `idle`: no refresh is queued. */
  state: v.picklist(['idle', 'waiting', 'running', 'failed']),
  run_at: v.nullable(Time),
  attempts: Count,
});

export const StatusAnswerSchema = v.object({
  ...key,
  last_seq: Count,
  folded_seq: Count,
  unfolded: Count,
  /** How long the oldest unfolded event has waited; 0 when all are folded. */
  lag_seconds: v.pipe(v.number(), v.minValue(0)),
  pruned_events: Count,
  first_event_at: v.nullable(Time),
  last_event_at: v.nullable(Time),
  folded_at: v.nullable(Time),
  refresh: JobStateSchema,
  engines: v.array(
    v.object({
      engine: v.picklist(ENGINE_NAMES),
      version: Count,
      /** Whether that is the engine's version in the process that answers. */
      current: v.boolean(),
      seq: Count,
      bytes: Count,
    }),
  ),
  /** Of the event that `?event_id=` names. `unknown`: not in the log; it never came, or was pruned. */
  event: v.optional(
    v.object({
      event_id: v.string(),
      status: v.picklist(['unknown', 'accepted', 'folded']),
      seq: v.nullable(Count),
    }),
  ),
});
export type StatusAnswer = v.InferOutput<typeof StatusAnswerSchema>;

export const RefreshAnswerSchema = v.object({
  ...key,
  /** Whether a refresh that knows of everything posted before the call is in the rows. */
  refreshed: v.boolean(),
  last_seq: Count,
  folded_seq: Count,
  waited_ms: Count,
});
export type RefreshAnswer = v.InferOutput<typeof RefreshAnswerSchema>;

export const DroppedCacheSchema = v.object({ ...key, rows: Count });
export type DroppedCache = v.InferOutput<typeof DroppedCacheSchema>;

export const ErasedSchema = v.object({ ...key, events: Count, rows: Count, jobs: Count });
export type ErasedAnswer = v.InferOutput<typeof ErasedSchema>;

export const BotsAnswerSchema = v.object({
  bots: v.array(
    v.object({
      bot_name: v.string(),
      created_at: Time,
      performed_at: v.nullable(Time),
      refresh_ahead_seconds: Count,
    }),
  ),
  next_after: v.nullable(v.string()),
});
export type BotsAnswer = v.InferOutput<typeof BotsAnswerSchema>;

export const UsersAnswerSchema = v.object({
  bot_name: v.string(),
  users: v.array(
    v.object({
      user_id: v.string(),
      last_seq: Count,
      folded_seq: Count,
      user_messages: Count,
      bot_messages: Count,
      first_event_at: v.nullable(Time),
      last_event_at: v.nullable(Time),
    }),
  ),
  next_after: v.nullable(v.string()),
});
export type UsersAnswer = v.InferOutput<typeof UsersAnswerSchema>;

export const FailedJobsSchema = v.object({
  jobs: v.array(
    v.object({
      id: Count,
      task: v.string(),
      bot_name: v.nullable(v.string()),
      user_id: v.nullable(v.string()),
      attempts: Count,
      last_error: v.nullable(v.string()),
      failed_at: Time,
    }),
  ),
  next_after: v.nullable(Count),
});
export const RetriedJobsSchema = v.object({ retried: v.array(Count) });
export const DroppedJobsSchema = v.object({ dropped: v.array(Count) });

const shownKey = {
  key_id: v.string(),
  bot_name: v.nullable(v.string()),
  scopes: v.array(v.picklist(SCOPES)),
  created_at: Time,
};
export const NewKeyAnswerSchema = v.object({ key: v.string(), ...shownKey });
export const KeysAnswerSchema = v.object({
  keys: v.array(v.object({ ...shownKey, last_used_at: v.nullable(Time), revoked_at: v.nullable(Time) })),
  next_after: v.nullable(v.string()),
});
export const RevokedKeySchema = v.object({ key_id: v.string(), revoked_at: Time });

export const LiveSchema = v.object({ status: v.literal('live') });

export const ReadySchema = v.object({
  status: v.picklist(['ready', 'not ready']),
  /** Left out for who may not see the metrics, as all that follows. */
  checks: v.optional(v.record(v.string(), v.string())),
  warnings: v.optional(v.array(v.string())),
  queue: v.optional(QueueSchema),
});

/** RFC 9457. */
export const ProblemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  detail: v.string(),
  /** The fields that are wrong, at most 100. */
  errors: v.optional(v.array(FieldIssueSchema)),
});
export type Problem = v.InferOutput<typeof ProblemSchema>;
