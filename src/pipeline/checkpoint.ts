import type { EventPosition } from '../domain/event.ts';
import type { RunningEngines } from '../engines/registry.ts';
import { statesOf } from './engines_at_work.ts';

/** Events from one checkpoint to the next: a late event folds at most about twice as many anew. */
const CHECKPOINT_EVENTS = 500;
/** The newest ones are kept: a late event is seldom later than that. */
export const KEPT_CHECKPOINTS = 2;

/** The states of all engines at one point of the folding order. */
export interface Checkpoint {
  /** Events that are in it. */
  events: number;
  head: EventPosition;
  /** Array of {engine, version, state} as JSON: the engines go on while it waits to be stored. */
  states: string;
}

/** A checkpoint of the engines as they are, when the last one is far enough back. */
export function dueCheckpoint(
  engines: RunningEngines,
  head: EventPosition | null,
  events: number,
  lastCheckpoint: number,
): Checkpoint | undefined {
  if (head === null || events - lastCheckpoint < CHECKPOINT_EVENTS) return undefined;
  const states = statesOf(engines).map(({ engine, version, state }) => ({ engine, version, state }));
  return { events, head, states: JSON.stringify(states) };
}
