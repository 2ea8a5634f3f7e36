import { setImmediate } from 'node:timers/promises';
import type { AnnotatedEvent, HourSum } from '../engines/engine.ts';
import { BOT_ENGINE, CONVERSATION_ENGINES } from '../engines/registry.ts';
import type { RunningEngines } from '../engines/registry.ts';

/** Events folded before other work of the process gets its turn: a few milliseconds. */
const FOLDS_A_TURN = 25;

/** An engine state as it is stored. */
export interface StoredState {
  engine: string;
  version: number;
  state: unknown;
}

export interface Started {
  engines: RunningEngines;
  /** Whether every engine found a state of its own version. */
  current: boolean;
  /** What the conversation has added to its bot's hours so far. */
  botHours: HourSum[];
}

/** Starts all engines from stored states; an engine without one of its own version starts from nothing. */
export function startEngines(states: readonly StoredState[]): Started {
  const usable = new Map(states.map((stored) => [`${stored.engine} ${stored.version}`, stored.state]));
  const stateOf = ({ name, version }: { name: string; version: number }) => usable.get(`${name} ${version}`);
  const engines = {
    conversation: CONVERSATION_ENGINES.map((engine) => engine.run(stateOf(engine))),
    bot: BOT_ENGINE.run(stateOf(BOT_ENGINE)),
  };
  return {
    engines,
    current: [...CONVERSATION_ENGINES, BOT_ENGINE].every((engine) => stateOf(engine) !== undefined),
    botHours: engines.bot.hours(),
  };
}

/** The states of all engines, as they are stored. */
export function statesOf({ conversation, bot }: RunningEngines): StoredState[] {
  return [...conversation, bot].map(({ name, version, state }) => ({ engine: name, version, state: state() }));
}

/** Folds events, which are in folding order, into all engines. */
export async function foldPage(engines: RunningEngines, events: readonly AnnotatedEvent[]): Promise<void> {
  let folded = 0;
  for (const event of events) {
    for (const engine of engines.conversation) engine.fold(event);
    engines.bot.fold(event);
    folded += 1;
    if (folded % FOLDS_A_TURN === 0) await setImmediate();
  }
}
