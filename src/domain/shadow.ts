import * as v from 'valibot';
import { SECTION_TABLES } from './table.ts';
import type { SectionName } from './table.ts';

const SECTIONS = Object.keys(SECTION_TABLES) as [SectionName, ...SectionName[]];

/** A read as it was answered, to be recomputed. */
export const ShadowReadSchema = v.strictObject({
  conversation_id: v.number(),
  /** Events that were in the log. */
  last_seq: v.number(),
  /** Epoch milliseconds. */
  served_at: v.number(),
  sections: v.array(
    v.strictObject({
      name: v.picklist(SECTIONS),
      freshness: v.picklist(['fresh', 'stale']),
      /** The insight columns as they were sent: a JSON object. */
      data: v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    }),
  ),
});

/** The same as a job's payload carries it. */
export type ShadowReadInput = v.InferInput<typeof ShadowReadSchema>;
export type ShadowRead = v.InferOutput<typeof ShadowReadSchema>;
