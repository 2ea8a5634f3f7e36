import type { GenericSchema } from 'valibot';
import * as answers from '../../domain/answers.ts';
import { CharacterPerformanceSchema } from '../../domain/character_performance.ts';
import { ConversationPatternsSchema } from '../../domain/conversation_patterns.ts';
import { EngagementOpportunitiesSchema } from '../../domain/engagement_opportunities.ts';
import {
  EventSchema,
  MemorySchema,
  MessageSchema,
  OutreachSchema,
  RecallSchema,
  ScoreSchema,
} from '../../domain/event.ts';
import { MemoryBehaviorSchema } from '../../domain/memory_behavior.ts';
import { HeldMemorySchema, MemoryHealthSchema } from '../../domain/memory_health.ts';
import { NameSchema } from '../../domain/name.ts';
import { PersonalityProfileSchema } from '../../domain/personality_profile.ts';
import { QueueSchema } from '../../domain/queue.ts';

/** The schemas that have a name of their own in the document. */
export const SCHEMAS: Record<string, GenericSchema> = {
  Name: NameSchema,
  Event: EventSchema,
  Message: MessageSchema,
  Memory: MemorySchema,
  Recall: RecallSchema,
  Score: ScoreSchema,
  Outreach: OutreachSchema,
  Freshness: answers.FreshnessSchema,
  Insights: answers.InsightsAnswerSchema,
  Performance: answers.PerformanceAnswerSchema,
  MemoryHealth: MemoryHealthSchema,
  HeldMemory: HeldMemorySchema,
  CharacterPerformance: CharacterPerformanceSchema,
  PersonalityProfile: PersonalityProfileSchema,
  ConversationPatterns: ConversationPatternsSchema,
  MemoryBehavior: MemoryBehaviorSchema,
  EngagementOpportunities: EngagementOpportunitiesSchema,
  PostedEvents: answers.PostedEventsSchema,
  PostedLines: answers.PostedLinesSchema,
  Status: answers.StatusAnswerSchema,
  Refreshed: answers.RefreshAnswerSchema,
  DroppedCache: answers.DroppedCacheSchema,
  Erased: answers.ErasedSchema,
  Bots: answers.BotsAnswerSchema,
  Users: answers.UsersAnswerSchema,
  FailedJobs: answers.FailedJobsSchema,
  RetriedJobs: answers.RetriedJobsSchema,
  DroppedJobs: answers.DroppedJobsSchema,
  NewKey: answers.NewKeyAnswerSchema,
  Keys: answers.KeysAnswerSchema,
  RevokedKey: answers.RevokedKeySchema,
  Queue: QueueSchema,
  Live: answers.LiveSchema,
  Ready: answers.ReadySchema,
  FieldIssue: answers.FieldIssueSchema,
  Problem: answers.ProblemSchema,
};
