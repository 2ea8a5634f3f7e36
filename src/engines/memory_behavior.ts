import * as v from 'valibot';
import type { MemoryBehavior } from '../domain/memory_behavior.ts';
import { AT_RISK_RETRIEVABILITY } from './memory_aging.ts';
import type { AnnotatedEvent, Engine, Projection } from './engine.ts';
import { emptyLedger, LedgerSchema } from './memory/ledger.ts';
import {
  defaultModel,
  learnRecall,
  PersonalModelSchema,
  personalShare,
  predictAfter,
  predictRecall,
} from './memory/personal_model.ts';
import type { PersonalModel } from './memory/personal_model.ts';
import { record } from './memory/record.ts';
import { toHeldMemory } from './memory/remembered.ts';
import type { Remembered } from './memory/remembered.ts';
import { bySource, isWorthTelling } from './memory/worth_telling.ts';

/** Most memories a list of the row shows. */
const MAX_LISTED = 10;
/** A memory is well held from this chance of recall on, FSRS's default desired retention. */
export const WELL_HELD_RETRIEVABILITY = 0.9;
/** Stability is not told beyond this, as in FSRS. */
const MAX_STABILITY_DAYS = 36_500;
const STABILITY_SEARCH_STEPS = 24;
/** Recalls at which the row counts as half settled: measured, see docs/engines/memory_behavior.md. */
const HALF_CONFIDENT_RECALLS = 300;
/** What a re-mention adds to confidence beside a recall: it moves what is held, and teaches the model nothing. */
const MENTION_EVIDENCE = 0.2;

const MemoryBehaviorStateSchema = v.strictObject({
  ledger: LedgerSchema,
  model: PersonalModelSchema,
  mentions: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
type MemoryBehaviorState = v.InferOutput<typeof MemoryBehaviorStateSchema>;

/** How this user forgets: FSRS-6, recalibrated to them as their recalls come in. */
export const memoryBehavior: Engine<MemoryBehaviorState, MemoryBehavior> = {
  name: 'memory_behavior',
  table: 'strategic_memory_behavior',
  version: 5,
  stateSchema: MemoryBehaviorStateSchema,
  init: () => ({ ledger: emptyLedger(), model: defaultModel(), mentions: 0 }),
  fold,
  project,
};

function fold(state: MemoryBehaviorState, event: AnnotatedEvent): MemoryBehaviorState {
  const { ledger, outcomes } = record(state.ledger, event);
  let { model, mentions } = state;
  for (const { before, at, recalled, evidence } of outcomes) {
    // Re-mentions know no failure: a model that learnt from them would come to believe that nothing is forgotten.
    if (evidence === 'mention') mentions++;
    else model = learnRecall(model, before, at, recalled);
  }
  return { ledger, model, mentions };
}

function project({ ledger, model, mentions }: MemoryBehaviorState, now: Date): Projection<MemoryBehavior> {
  const at = now.getTime();
  const held = ledger.items.map((item) => ({ item, chance: predictRecall(model, item, at) }));
  const told = held.filter(({ item }) => isWorthTelling(item));
  const toRow = ({ item, chance }: (typeof held)[number]) => toHeldMemory(item, chance, personalStability(model, item));
  const evidence = model.outcomes + MENTION_EVIDENCE * mentions;
  return {
    forgetting_curve_params: curveParams(model),
    high_retention_memories: told
      .filter(({ chance }) => chance >= WELL_HELD_RETRIEVABILITY)
      // Not by chance: everything that came up today has a chance near 1, whether it will be there next month or not.
      .sort((a, b) => bySource(a.item, b.item) || b.item.stabilityDays - a.item.stabilityDays)
      .slice(0, MAX_LISTED)
      .map(toRow),
    low_retention_memories: told
      .filter(({ chance }) => chance < AT_RISK_RETRIEVABILITY)
      .sort((a, b) => bySource(a.item, b.item) || a.chance - b.chance || a.item.stabilityDays - b.item.stabilityDays)
      .slice(0, MAX_LISTED)
      .map(toRow),
    recall_simulation_score:
      held.length === 0 ? null : Math.min(1, held.reduce((sum, { chance }) => sum + chance, 0) / held.length),
    confidence: held.length === 0 ? 0 : evidence / (evidence + HALF_CONFIDENT_RECALLS),
  };
}

function curveParams(model: PersonalModel): MemoryBehavior['forgetting_curve_params'] {
  const { outcomes } = model;
  return {
    model: 'fsrs-6+recalibration',
    parameters: model.belief.mean,
    personal_share: personalShare(model),
    observations: outcomes,
    log_loss: outcomes === 0 ? null : model.logLoss / outcomes,
    default_log_loss: outcomes === 0 ? null : model.defaultLogLoss / outcomes,
  };
}

/** Days until this user's chance to recall it falls to 0.9, by halving on a logarithmic scale (the chance only falls). */
function personalStability(model: PersonalModel, item: Remembered): number {
  if (personalShare(model) === 0) return item.stabilityDays;
  let low = Math.log(1e-3);
  let high = Math.log(MAX_STABILITY_DAYS);
  for (let step = 0; step < STABILITY_SEARCH_STEPS; step++) {
    const middle = (low + high) / 2;
    if (predictAfter(model, item, Math.exp(middle)) >= WELL_HELD_RETRIEVABILITY) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
