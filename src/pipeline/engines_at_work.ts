import { setImmediate } from 'node:timers/promises';
import { fromBotState, toBotState } from '../engines/bot_state.ts';
import type { AnnotatedEvent, HourSum } from '../engines/engine.ts';
import { BOT_ENGINE, CONVERSATION_ENGINES } from '../engines/registry.ts';
import type { RunningEngines } from '../engines/registry.ts';
import type { RunningEngine, Start } from '../engines/run.ts';
import type { EngineMeter } from './engine_meter.ts';

/** Events folded before other work of the process gets its turn: a few milliseconds. */
const FOLDS_A_TURN = 25;

/** An engine state as it is stored. */
export interface StoredState {
  engine: string;
  version: number;
  state: unknown;
  /** Of the bot's engine: what the conversation has added under that version. */
  hours?: unknown;
}

export interface Started {
  engines: RunningEngines;
  /** Whether every engine found a state of its own version. */
  current: boolean;
  /** What the conversation has added to its bot's hours so far, and under which version; null when nothing. */
  added: AddedHours | null;
}

/** Starts all engines from stored states; an engine without one of its own version starts from nothing. */
export function startEngines(states: readonly StoredState[], meter?: EngineMeter): Started {
  const usable = new Map(states.map((stored) => [`${stored.engine} ${stored.version}`, stored.state]));
  const stateOf = ({ name, version }: { name: string; version: number }) => usable.get(`${name} ${version}`);
  const run = <Running extends RunningEngine>(engine: Start<Running>): Running => {
    const start = (): Running => engine.run(stateOf(engine));
    return meter === undefined ? start() : meter.metered(engine.name, start);
  };
  const engines = {
    conversation: CONVERSATION_ENGINES.map((engine) => run(engine)),
    bot: run(BOT_ENGINE),
  };
  return {
    engines,
    current: [...CONVERSATION_ENGINES, BOT_ENGINE].every((engine) => stateOf(engine) !== undefined),
    added: addedHours(states),
  };
}

/** What a conversation has added to `score_hours`. */
export interface AddedHours {
  version: number;
  hours: HourSum[];
}

/** Kept beside the state, because an engine of another version cannot tell what this one made of its state. */
export function addedHours(states: readonly StoredState[]): AddedHours | null {
  const stored = states.find(({ engine }) => engine === BOT_ENGINE.name);
  if (stored === undefined || stored.hours === null || stored.hours === undefined) return null;
  return { version: stored.version, hours: fromBotState(stored.hours) };
}

/** The states of all engines, as they are stored. */
export function statesOf({ conversation, bot }: RunningEngines): StoredState[] {
  const own = conversation.map(({ name, version, state }) => ({ engine: name, version, state: state() }));
  return [...own, { engine: bot.name, version: bot.version, state: bot.state(), hours: toBotState(bot.hours()) }];
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
