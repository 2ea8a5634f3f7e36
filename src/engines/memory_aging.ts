import * as v from 'valibot';
import type { MemoryHealth } from '../domain/memory_health.ts';
import type { AnnotatedEvent, Engine, Projection } from './engine.ts';
import { emptyLedger, LedgerSchema } from './memory/ledger.ts';
import { countRecalls, RecallDaysSchema, recallTrend } from './memory/recall_days.ts';
import { record } from './memory/record.ts';
import { retrievabilityAt, toHeldMemory } from './memory/remembered.ts';
import type { Remembered } from './memory/remembered.ts';
import { byImportance, bySource, isWorthTelling } from './memory/worth_telling.ts';

const HOUR_MS = 3_600_000;
/** Most memories a list of the row shows. */
const MAX_LISTED = 20;
/** A memory is at risk below this chance of recall: the lowest desired retention that FSRS's schedulers allow. */
export const AT_RISK_RETRIEVABILITY = 0.7;
/** Recalls at which the row counts as half settled. */
const HALF_CONFIDENT_RECALLS = 20;

const MemoryAgingStateSchema = v.strictObject({
  ledger: LedgerSchema,
  recallDays: RecallDaysSchema,
  /** Times that something known was asked for or came up again after a break. */
  retrievals: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
type MemoryAgingState = v.InferOutput<typeof MemoryAgingStateSchema>;

/** What is remembered of a conversation, how old it is, and what is about to be forgotten. */
export const memoryAging: Engine<MemoryAgingState, MemoryHealth> = {
  name: 'memory_aging',
  table: 'strategic_memory_health',
  version: 5,
  stateSchema: MemoryAgingStateSchema,
  init: () => ({ ledger: emptyLedger(), recallDays: { since: null, counts: [] }, retrievals: 0 }),
  fold,
  project,
};

function fold(state: MemoryAgingState, event: AnnotatedEvent): MemoryAgingState {
  const { ledger, outcomes } = record(state.ledger, event);
  if (ledger === state.ledger && outcomes.length === 0) return state;
  const recalled = outcomes.filter((outcome) => outcome.recalled).length;
  const isKnowing = ledger.items.length > 0;
  return {
    ledger,
    recallDays: isKnowing ? countRecalls(state.recallDays, recalled, event.at) : state.recallDays,
    retrievals: state.retrievals + outcomes.length,
  };
}

function project({ ledger, recallDays, retrievals }: MemoryAgingState, now: Date): Projection<MemoryHealth> {
  const at = now.getTime();
  const held = ledger.items.filter(isWorthTelling).map((item) => ({ item, retrievable: retrievabilityAt(item, at) }));
  const best = held.toSorted(
    (a, b) => bySource(a.item, b.item) || b.retrievable - a.retrievable || b.item.stabilityDays - a.item.stabilityDays,
  );
  const fading = held
    .filter(({ retrievable }) => retrievable < AT_RISK_RETRIEVABILITY)
    .sort((a, b) => byImportance(a.item, b.item) || a.retrievable - b.retrievable);
  return {
    memory_snapshot: {
      total: ledger.items.length + ledger.dropped,
      dropped: ledger.dropped,
      memories: best.slice(0, MAX_LISTED).map(toRow),
    },
    avg_memory_age_hours: averageAgeHours(ledger.items, at),
    retrieval_frequency_trend: recallTrend(recallDays, at),
    forgetting_risk_memories: fading.slice(0, MAX_LISTED).map(toRow),
    confidence: ledger.items.length === 0 ? 0 : retrievals / (retrievals + HALF_CONFIDENT_RECALLS),
  };
}

function toRow({ item, retrievable }: { item: Remembered; retrievable: number }) {
  return toHeldMemory(item, retrievable, item.stabilityDays);
}

function averageAgeHours(items: readonly Remembered[], at: number): number | null {
  if (items.length === 0) return null;
  const hours = items.reduce((sum, item) => sum + Math.max(0, at - item.created) / HOUR_MS, 0);
  return hours / items.length;
}
