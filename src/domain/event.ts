import * as v from 'valibot';
import { NameSchema, textSchema } from './name.ts';
import { TimestampSchema } from './timestamp.ts';

/** Most characters of a message, and of a memory's or an outreach's text. */
export const MAX_CONTENT_LENGTH = 32_768;
export const MAX_MEMORY_LENGTH = 4_096;
/** Most events one POST may carry. */
export const MAX_EVENTS_PER_CALL = 1_000;
export const MAX_TRAITS = 16;
export const MAX_EMBEDDING_DIMENSIONS = 4_096;

const Finite = v.pipe(v.number('must be a number'), v.finite('must be finite'));
const between = (low: number, high: number) =>
  v.pipe(Finite, v.minValue(low, `must be at least ${low}`), v.maxValue(high, `must be at most ${high}`));

/** What the bot's own emotion model said of a message. */
export const EmotionSchema = v.strictObject({
  /** e.g. `joy`, `anger`; the bot's own vocabulary. */
  label: NameSchema,
  /** -1 (unpleasant) to 1 (pleasant). */
  valence: v.optional(between(-1, 1)),
  /** 0 (faint) to 1 (strong). */
  intensity: v.optional(between(0, 1)),
});

export const MessageSchema = v.strictObject({
  role: v.picklist(['user', 'bot'], 'must be "user" or "bot"'),
  content: textSchema(MAX_CONTENT_LENGTH),
  emotion: v.optional(EmotionSchema),
  /** A sentence embedding by the bot's own model; any dimension up to 4,096. */
  embedding: v.optional(
    v.pipe(
      // The length first: a list of a million wrong items is one mistake, not a million.
      v.array(v.unknown(), 'must be an array of numbers'),
      v.minLength(2, 'must have at least 2 dimensions'),
      v.maxLength(MAX_EMBEDDING_DIMENSIONS, `must have at most ${MAX_EMBEDDING_DIMENSIONS} dimensions`),
      v.metadata({ items: { type: 'number' } }),
      v.array(Finite),
    ),
  ),
  /** Traits of the bot's character that it showed in this message. */
  traits: v.optional(
    v.pipe(
      v.array(v.unknown(), 'must be an array of names'),
      v.maxLength(MAX_TRAITS, `must have at most ${MAX_TRAITS} traits`),
      v.metadata({ items: { type: 'string', minLength: 1, maxLength: 256 } }),
      v.array(NameSchema),
    ),
  ),
});

/** A memory the bot stored about the user. The same memory_id again replaces the text, not the age. */
export const MemorySchema = v.strictObject({
  memory_id: NameSchema,
  content: textSchema(MAX_MEMORY_LENGTH),
  /** 0 (trivial) to 1 (vital). */
  importance: v.optional(between(0, 1)),
});

/** A memory was brought up: `recalled` says whether it was there (true) or had been lost (false). */
export const RecallSchema = v.strictObject({
  memory_id: NameSchema,
  recalled: v.optional(v.boolean('must be true or false'), true),
});

export const SCORE_METRICS = ['engagement', 'satisfaction', 'coherence'] as const;

/** A quality score the bot gave one of its turns. */
export const ScoreSchema = v.strictObject({
  metric: v.picklist(SCORE_METRICS, `must be one of ${SCORE_METRICS.join(', ')}`),
  value: between(0, 1),
});

/** The bot wrote first: a message nobody asked for. */
export const OutreachSchema = v.strictObject({
  content: v.optional(textSchema(MAX_CONTENT_LENGTH)),
  topic: v.optional(NameSchema),
});

/** The key of the log holds bot, user and event id, and Postgres indexes no more than 2,704 bytes. */
const MAX_EVENT_ID_BYTES = 512;
export const EventIdSchema = v.pipe(
  NameSchema,
  v.maxBytes(MAX_EVENT_ID_BYTES, `must have at most ${MAX_EVENT_ID_BYTES} bytes of UTF-8`),
);

const envelope = { event_id: EventIdSchema, occurred_at: TimestampSchema };

export const EVENT_KINDS = ['message', 'memory', 'recall', 'score', 'outreach'] as const;

/** One immutable fact in a conversation, as the bot posts it. */
export const EventSchema = v.variant(
  'kind',
  [
    v.strictObject({ ...envelope, kind: v.literal('message'), payload: MessageSchema }),
    v.strictObject({ ...envelope, kind: v.literal('memory'), payload: MemorySchema }),
    v.strictObject({ ...envelope, kind: v.literal('recall'), payload: RecallSchema }),
    v.strictObject({ ...envelope, kind: v.literal('score'), payload: ScoreSchema }),
    v.strictObject({ ...envelope, kind: v.literal('outreach'), payload: OutreachSchema }),
  ],
  `must be one of ${EVENT_KINDS.join(', ')}`,
);

export type Event = v.InferOutput<typeof EventSchema>;
export type EventInput = v.InferInput<typeof EventSchema>;
export type Message = v.InferOutput<typeof MessageSchema>;

/**
 * The one order in which a conversation's events are folded: by time, then by event id with digit runs compared as
 * numbers (`D1:9` before `D1:10`; two snowflakes by age). It does not depend on the order of arrival.
 * @returns negative when `a` comes first, positive when `b` does, 0 only for the same event
 */
export function compareEvents(a: EventPosition, b: EventPosition): number {
  return a.at - b.at || compareNatural(a.eventId, b.eventId);
}

/** Where an event stands in that order. `at` is epoch milliseconds. */
export interface EventPosition {
  at: number;
  eventId: string;
}

function compareNatural(a: string, b: string): number {
  const as = a.match(/\d+|\D+/gu) ?? [];
  const bs = b.match(/\d+|\D+/gu) ?? [];
  for (let i = 0; i < Math.min(as.length, bs.length); i++) {
    const x = as[i] ?? '';
    const y = bs[i] ?? '';
    if (x === y) continue;
    const bothNumbers = /^\d/u.test(x) && /^\d/u.test(y);
    const byValue = bothNumbers ? compareDigits(x, y) : 0;
    if (byValue !== 0) return byValue;
    if (!bothNumbers) return x < y ? -1 : 1;
  }
  return as.length - bs.length || (a < b ? -1 : a > b ? 1 : 0);
}

function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+/u, '');
  const y = b.replace(/^0+/u, '');
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
