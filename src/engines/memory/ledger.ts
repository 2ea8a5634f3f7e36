import * as v from 'valibot';
import { CandidatesSchema } from './candidates.ts';
import { RememberedSchema } from './remembered.ts';
import type { Remembered } from './remembered.ts';

/** What is remembered of a conversation, bounded: see `bounds.ts` for what is dropped. */
export const LedgerSchema = v.strictObject({
  /** In the order in which they became known. */
  items: v.array(RememberedSchema),
  candidates: CandidatesSchema,
  /** Known things that were dropped for room. */
  dropped: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

export type Ledger = v.InferOutput<typeof LedgerSchema>;

/** A remembered thing that was asked for. */
export interface Outcome {
  /** The thing just before. */
  before: Remembered;
  at: number;
  recalled: boolean;
  /** A `recall` event tells of failures too; a mention is always a success. */
  evidence: 'recall' | 'mention';
}

export function emptyLedger(): Ledger {
  return { items: [], candidates: [], dropped: 0 };
}
