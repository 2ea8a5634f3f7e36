import type { AnnotatedEvent } from '../engine.ts';
import { dropWeakest } from './bounds.ts';
import { toLabel } from './label.ts';
import type { Ledger, Outcome } from './ledger.ts';
import { mention } from './mention.ts';
import { remember, review } from './remembered.ts';
import type { Remembered } from './remembered.ts';

/** The ledger after an event, and what the event tells of how well things are remembered. */
export function record(ledger: Ledger, event: AnnotatedEvent): { ledger: Ledger; outcomes: Outcome[] } {
  switch (event.kind) {
    case 'memory':
      return { ledger: store(ledger, event), outcomes: [] };
    case 'recall':
      return recall(ledger, event);
    case 'message': {
      const { outcomes, ...kept } = mention(ledger, event);
      const grown = { ...ledger, ...kept };
      return { ledger: kept.items.length > ledger.items.length ? dropWeakest(grown) : grown, outcomes };
    }
    default:
      return { ledger, outcomes: [] };
  }
}

type EventOf<Kind extends AnnotatedEvent['kind']> = Extract<AnnotatedEvent, { kind: Kind }>;

/** The same memory_id again replaces the text and importance, not the age: nothing was recalled. */
function store(ledger: Ledger, { at, payload }: EventOf<'memory'>): Ledger {
  const importance = payload.importance === undefined ? null : Math.round(payload.importance * 1_000) / 1_000;
  const label = toLabel(payload.content) || payload.memory_id;
  const index = indexOf(ledger.items, payload.memory_id);
  const known = ledger.items[index];
  const item: Remembered = known
    ? { ...known, label, importance: importance ?? known.importance }
    : remember({ id: payload.memory_id, source: 'memory', label, importance, named: false }, at);
  return dropWeakest({ ...ledger, items: put(ledger.items, index, item) }, item);
}

/** A recall of a memory that is not known (never sent, or dropped for room) makes it known. */
function recall(ledger: Ledger, { at, payload }: EventOf<'recall'>): { ledger: Ledger; outcomes: Outcome[] } {
  const index = indexOf(ledger.items, payload.memory_id);
  const known = ledger.items[index];
  if (known) {
    const outcome: Outcome = { before: known, at, recalled: payload.recalled, evidence: 'recall' };
    return {
      ledger: { ...ledger, items: put(ledger.items, index, review(known, at, payload.recalled)) },
      outcomes: [outcome],
    };
  }
  const { memory_id: id } = payload;
  const item = remember({ id, source: 'memory', label: id, importance: null, named: false }, at, payload.recalled);
  return { ledger: dropWeakest({ ...ledger, items: [...ledger.items, item] }, item), outcomes: [] };
}

function indexOf(items: readonly Remembered[], id: string): number {
  return items.findIndex((item) => item.id === id && item.source === 'memory');
}

/** A copy with `item` at `index`, or at the end when the index is -1. */
function put(items: readonly Remembered[], index: number, item: Remembered): Remembered[] {
  return index < 0 ? [...items, item] : items.with(index, item);
}
