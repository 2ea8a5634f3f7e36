import * as v from 'valibot';
import { AnalysisSchema } from '../domain/analysis.ts';
import { MemorySchema, MessageSchema, OutreachSchema, RecallSchema, ScoreSchema } from '../domain/event.ts';

function storedEventSchema<const Beside extends v.ObjectEntries>(beside: Beside) {
  const stored = { ...beside, seq: v.number(), event_id: v.string(), occurred_at: v.date() };
  return v.variant('kind', [
    v.object({
      ...stored,
      kind: v.literal('message'),
      payload: MessageSchema,
      analysis: v.nullable(AnalysisSchema),
      embedding_source: v.nullable(v.string()),
      embedding: v.nullable(v.array(v.number())),
    }),
    v.object({ ...stored, kind: v.literal('memory'), payload: MemorySchema }),
    v.object({ ...stored, kind: v.literal('recall'), payload: RecallSchema }),
    v.object({ ...stored, kind: v.literal('score'), payload: ScoreSchema }),
    v.object({ ...stored, kind: v.literal('outreach'), payload: OutreachSchema }),
  ]);
}

/** An event as it is read back from the log, a message with its annotation where it has one. */
export const StoredEventSchema = storedEventSchema({});
/** The same, with the number under which it was asked for. */
export const AskedEventSchema = storedEventSchema({ asked: v.number() });

export type StoredEvent = v.InferOutput<typeof StoredEventSchema>;
