import * as v from 'valibot';
import { EventIdSchema } from './event.ts';
import { ENGINE_NAMES } from './table.ts';
import { TimestampSchema } from './timestamp.ts';

const Count = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be a whole number'),
  v.minValue(0, 'must not be negative'),
);

/**
 * What stands in for events that were pruned, as an export tells it in its first line: the engine states after the last
 * of them. An import takes it as the beginning of a conversation.
 */
export const CheckpointSchema = v.strictObject({
  kind: v.literal('checkpoint'),
  /** Events that are in it. */
  events: v.pipe(Count, v.minValue(1, 'must be at least 1')),
  /** The last of them. */
  occurred_at: TimestampSchema,
  event_id: EventIdSchema,
  first_event_at: TimestampSchema,
  /** null when the user has written later, or never. */
  last_user_message_at: v.nullable(TimestampSchema),
  user_messages: Count,
  bot_messages: Count,
  states: v.pipe(
    v.array(v.unknown(), 'must be an array of engine states'),
    v.maxLength(ENGINE_NAMES.length, `must have at most ${ENGINE_NAMES.length} engine states`),
    v.array(
      v.object({
        engine: v.picklist(ENGINE_NAMES, `must be one of ${ENGINE_NAMES.join(', ')}`),
        version: v.pipe(Count, v.minValue(1, 'must be at least 1')),
        state: v.unknown(),
      }),
    ),
  ),
});

export type Checkpoint = v.InferOutput<typeof CheckpointSchema>;
