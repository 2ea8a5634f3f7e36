import type { RefreshPolicy } from '../config.ts';
import type { EventPosition } from '../domain/event.ts';
import { projectRows } from '../engines/registry.ts';
import type { RunningEngines } from '../engines/registry.ts';
import { withGuidance } from '../guidance/stored_guidance.ts';
import type { NewAnnotation } from './annotate_page.ts';
import type { Checkpoint } from './checkpoint.ts';
import { statesOf } from './engines_at_work.ts';
import type { AddedHours } from './engines_at_work.ts';
import { hourChanges } from './score_hours.ts';
import type { ScoreHour } from './score_hours.ts';

/** A conversation as it was read. */
export interface ReadConversation {
  id: number;
  bot_name: string;
  user_id: string;
  last_seq: number;
  revision: number;
  last_event_at: Date | null;
  refresh_ahead_seconds: number | null;
}

export interface Refresh {
  conversation: ReadConversation;
  /** Last event in folding order; null when there is none. */
  head: EventPosition | null;
  engines: RunningEngines;
  /** What the conversation had added to its bot's hours. */
  addedBefore: AddedHours | null;
  annotations: readonly NewAnnotation[];
  analyzerVersion: number;
  checkpoints: readonly Checkpoint[];
  /** Events up to which stored checkpoints stay right; null when all of them do. */
  validCheckpoints: number | null;
  policy: RefreshPolicy;
  now: Date;
}

/** What a refresh computed, in the form in which it is written. */
export interface PreparedRefresh extends Pick<
  Refresh,
  'conversation' | 'checkpoints' | 'validCheckpoints' | 'policy' | 'now'
> {
  expiresAt: Date;
  /** How far the conversation is folded now, as `write_refresh` takes it. */
  watermark: object;
  /** JSON of the row of each table. */
  rows: ReadonlyMap<string, string>;
  states: readonly PreparedState[];
  /** As the statements take them. */
  annotations: readonly object[];
  hours: readonly ScoreHour[];
}

interface PreparedState {
  /** What names it. */
  key: object;
  /** JSON. */
  state: string;
  /** JSON, empty for none. */
  hours: string;
}

/** Projects the rows of a refresh, and makes JSON of all that is to be written. */
export function prepareRefresh(refresh: Refresh): PreparedRefresh {
  const { conversation, head, engines, policy, now, checkpoints, validCheckpoints } = refresh;
  const { id, bot_name, user_id, last_seq: seq } = conversation;
  const expiresAt = new Date(now.getTime() + policy.ttlSeconds * 1_000);
  const stamp = { bot_name, user_id, folded_seq: seq, computed_at: now, expires_at: expiresAt };
  const rows = [...withGuidance(projectRows(engines.conversation, now), bot_name, now)].map(
    ([table, row]) => [table, JSON.stringify({ ...row, ...stamp })] as const,
  );
  const states = statesOf(engines).map(({ engine, version, state, hours }) => ({
    key: { bot_name, user_id, engine, version, seq },
    state: JSON.stringify(state),
    hours: hours === undefined ? '' : JSON.stringify(hours),
  }));
  const added = { version: engines.bot.version, hours: engines.bot.hours() };
  return {
    conversation,
    checkpoints,
    validCheckpoints,
    policy,
    now,
    expiresAt,
    watermark: {
      id,
      folded_seq: seq,
      folded_at: now,
      head_occurred_at: head === null ? null : new Date(head.at),
      head_event_id: head?.eventId ?? null,
    },
    rows: new Map(rows),
    states,
    annotations: annotationRows(conversation, refresh.analyzerVersion, refresh.annotations),
    hours: hourChanges(refresh.addedBefore, added, head).flatMap(({ version, differences }) =>
      differences.map((difference) => ({ bot_name, shard: shardOf(id), version, ...difference })),
    ),
  };
}

/** Annotations as the statements take them. */
export function annotationRows(
  { bot_name, user_id }: ReadConversation,
  analyzerVersion: number,
  annotations: readonly NewAnnotation[],
): object[] {
  return annotations.map(({ seq, analysis, embedding }) => ({
    bot_name,
    user_id,
    seq,
    analyzer_version: analyzerVersion,
    analysis,
    embedding_source: embedding?.source ?? null,
    embedding: embedding?.vector ?? null,
  }));
}

/** Rows an hour has per metric, so that workers of one bot seldom wait for each other. */
const SHARDS = 16;

/** Which of the rows a conversation adds to. */
export function shardOf(conversationId: number): number {
  return conversationId % SHARDS;
}
