import type { Analysis } from '../domain/analysis.ts';
import type { Event, EventPosition } from '../domain/event.ts';
import type { EngineName, TableName } from '../domain/table.ts';
import type { GenericSchema } from 'valibot';

/** A sentence embedding and where it came from; vectors from different sources cannot be compared. */
export interface Embedding {
  /** `bot` (sent with the message), or the name of the built-in model. */
  source: string;
  vector: readonly number[];
}

/** What annotation adds to a message. */
export interface Annotation {
  analysis: Analysis;
  /** null when there is none. */
  embedding: Embedding | null;
}

type Payload<Kind extends Event['kind']> = Extract<Event, { kind: Kind }>['payload'];

/** An event as engines see it: `at` is its time in epoch milliseconds; nothing tells when or in which order it arrived. */
export type AnnotatedEvent = EventPosition &
  (
    | { kind: 'message'; payload: Payload<'message'>; annotation: Annotation }
    | { kind: 'memory'; payload: Payload<'memory'> }
    | { kind: 'recall'; payload: Payload<'recall'> }
    | { kind: 'score'; payload: Payload<'score'> }
    | { kind: 'outreach'; payload: Payload<'outreach'> }
  );

/** What a cache row says, with how much it can be relied on: 0 (nothing known) to 1 (settled). */
export type Projection<Row extends object> = Row & { confidence: number };

/** Most bytes of JSON a state may take after any number of events. */
export const MAX_STATE_BYTES = 64 * 1024;

/**
 * One strategic engine over one conversation.
 *
 * Events come in the order of `compareEvents`, each once; the pipeline folds anew when one arrives late. Laws, held by
 * `test/engines/engine.contract.ts`: `fold` and `project` are pure (no clock, no I/O, no randomness, arguments left as
 * they were), a state survives JSON and stays under {@link MAX_STATE_BYTES}, `project` never throws for any `now` and
 * its row passes the table's CHECKs.
 */
export interface Engine<State, Row extends object> {
  readonly name: EngineName;
  /** The cache table it fills, alone or with another engine. */
  readonly table: TableName;
  /** Raised whenever the same events would give another state or row. */
  readonly version: number;
  /** Parses a state read back from the database. */
  readonly stateSchema: GenericSchema<unknown, State>;
  init(): State;
  fold(state: State, event: AnnotatedEvent): State;
  project(state: State, now: Date): Projection<Row>;
}

/** Sums of one metric over one hour. Values are rounded to 4 decimals before they are summed, so sums are exact. */
export interface HourSum {
  metric: string;
  /** Hours since the epoch. */
  hour: number;
  n: number;
  sum: number;
  sumSquares: number;
}

/** The windows a bot's performance is told over, in hours. */
export const WINDOW_HOURS = [24, 168, 720] as const;
export type WindowHours = (typeof WINDOW_HOURS)[number];

/**
 * An engine over all conversations of a bot. Each conversation folds its own state; what `hours` says of it is added
 * up per bot in `score_hours` (as a difference to what it said before, so that folding anew counts nothing twice), and
 * rows are projected from those sums.
 */
export interface BotEngine<State, Row extends object> extends Omit<Engine<State, Row>, 'project'> {
  /** What this conversation adds, for the hours from 720 before its last event on at least. */
  hours(state: State): HourSum[];
  /** @param hours the sums over all conversations, one entry per metric and hour, in any order */
  project(hours: readonly HourSum[], windowHours: WindowHours, now: Date): Projection<Row>;
}
