import * as v from 'valibot';
import type { EngineName, TableName } from '../domain/table.ts';
import type { AnnotatedEvent, BotEngine, Engine, HourSum, Projection } from './engine.ts';

/** What the pipeline needs to know of an engine to run it. */
export interface EngineInfo {
  readonly name: EngineName;
  readonly table: TableName;
  readonly version: number;
}

/** An engine at work on one conversation: it holds the state, so that engines of different state types fit one list. */
export interface RunningEngine extends EngineInfo {
  /** As it would be stored. */
  readonly state: () => unknown;
  readonly fold: (event: AnnotatedEvent) => void;
}

/** A conversation's own engine at work. */
export interface RunningConversationEngine extends RunningEngine {
  readonly project: (now: Date) => Projection<object>;
}

/** A bot's engine at work on one of its conversations. */
export interface RunningBotEngine extends RunningEngine {
  readonly hours: () => HourSum[];
}

/** Starts an engine from a stored state, or from nothing. */
export type Start<Running> = EngineInfo & {
  /** @throws ValiError when `stored` is not a state of this engine */
  run(stored?: unknown): Running;
  /**
   * The same without a look at the state, for a read that somebody waits for: the look would take as long as the
   * projection. @param stored what this version of the engine has stored
   */
  resume(stored: unknown): Running;
};

/** Wraps a conversation's engine for the registry. */
export function conversationEngine<State, Row extends object>(
  engine: Engine<State, Row>,
): Start<RunningConversationEngine> {
  return start(engine, (running, state) => ({ ...running, project: (now) => engine.project(state(), now) }));
}

/** Wraps a bot's engine for the registry. */
export function botEngine<State, Row extends object>(engine: BotEngine<State, Row>): Start<RunningBotEngine> {
  return start(engine, (running, state) => ({ ...running, hours: () => engine.hours(state()) }));
}

type Core<State> = Pick<Engine<State, object>, 'name' | 'table' | 'version' | 'stateSchema' | 'init' | 'fold'>;

function start<State, Running>(
  engine: Core<State>,
  complete: (running: RunningEngine, state: () => State) => Running,
): Start<Running> {
  const { name, table, version } = engine;
  const running = (begun: State): Running => {
    let state = begun;
    const fold = (event: AnnotatedEvent): void => {
      state = engine.fold(state, event);
    };
    return complete({ name, table, version, state: () => state, fold }, () => state);
  };
  return {
    name,
    table,
    version,
    run: (stored) => running(stored === undefined ? engine.init() : v.parse(engine.stateSchema, stored)),
    resume: (stored) => running(stored as State),
  };
}
