import { boundaryFeatures, LOOK_AHEAD } from './features.ts';
import type { BoundaryFeatures, Level } from './features.ts';
import type { ContextSwitchState, OpenTopic, Running } from './state.ts';
import { HORIZON, MAX_SOURCES, NOTHING, observe } from './state.ts';
import { CUE_NAMES } from './cues.ts';
import { BOUNDARY_THRESHOLD, boundaryLogOdds, logistic, servingShare } from './model.ts';
import type { Turn } from './turn.ts';
import { SPAN } from './turn.ts';
import { closeTopic, extendTopic, openTopic } from './topics.ts';

/** Decided turns kept so that undecided ones can be compared with them. */
const KEPT_DECIDED = SPAN + 2;
/** How many turns before a boundary have cues that it is decided by. */
const CUES_BACK = 2;
/** What is believed of the cosines of neighbouring turns before any was seen, and for how many it counts. */
const PRIOR = { semantic: { mean: 0.3, deviation: 0.15 }, lexical: { mean: 0.08, deviation: 0.12 }, weight: 4 };
/** A silence is long from half an hour on, and from eight times this conversation's usual one. */
const LONG_SILENCE_S = 1_800;
const LONG_AGAINST_USUAL = 8;
/** Log-odds of a new topic for each doubling of a long silence, up to five. Set by reason: the labelled data have no times. */
const LOG_ODDS_PER_DOUBLING = 0.8;
const MAX_DOUBLINGS = 5;
/** Turns before one among which the nearest with a vector of its source counts as its neighbour. */
const NEIGHBOURS = 2;

type SourceLevels = ContextSwitchState['levels']['semantic'];

/** Most messages of a prelude. */
const MAX_PRELUDE = 2;

/** Takes in a turn and decides the boundaries that it makes decidable. */
export function addTurn(state: ContextSwitchState, turn: Turn): ContextSwitchState {
  const last = state.turns.at(-1);
  const lexical = turn.lexical[0];
  const next: ContextSwitchState = {
    ...state,
    turns: [...state.turns.map((old, i) => (state.turns.length - i < SPAN ? old : lighten(old))), turn],
    levels: {
      semantic: observeVectors(state.levels.semantic, turn),
      lexical: lexical === undefined ? state.levels.lexical : observe(state.levels.lexical, lexical),
    },
    manner: observeManner(state.manner, turn.cues),
    pace: last === undefined ? state.pace : observe(state.pace, Math.log(1 + (turn.at - last.at) / 1_000)),
    totals: {
      ...state.totals,
      messages: state.totals.messages + 1,
      english: state.totals.english + (turn.language === 'en' ? 1 : 0),
    },
  };
  return decide(next, LOOK_AHEAD);
}

/** A turn that no later one will be compared with needs neither its words nor its vector. */
function lighten(turn: Turn): Turn {
  return turn.terms.length === 0 && turn.vector === null ? turn : { ...turn, terms: [], vector: null };
}

/**
 * Decides every turn that has `ahead - 1` turns after it.
 * @param ahead {@link LOOK_AHEAD} as messages come in; 1 to decide all there are with what is known
 */
export function decide(state: ContextSwitchState, ahead: number): ContextSwitchState {
  let next = state;
  while (next.turns.length - next.decided >= ahead) {
    const turn = next.turns[next.decided];
    if (turn === undefined) break;
    next = settle(next, turn);
  }
  return next;
}

/** Gives the first undecided turn to a topic: to the open one, or to a new one. */
function settle(state: ContextSwitchState, turn: Turn): ContextSwitchState {
  const opens = state.open !== null && !isPrelude(state.open, turn) && opensTopic(state);
  const closed = opens ? closeTopic(state, turn.at) : state;
  const open = closed.open === null ? openTopic(turn) : extendTopic(closed.open, turn);
  const dropped = Math.max(0, closed.decided + 1 - KEPT_DECIDED);
  const light = closed.turns.map((old, i) => lightened(old, closed.decided - i));
  return { ...closed, open, openedLast: opens, turns: light.slice(dropped), decided: closed.decided + 1 - dropped };
}

/** A turn without what only the decision on it, or on one of the next two, needed. @param ago decisions since then */
function lightened(turn: Turn, ago: number): Turn {
  if (ago === 0) return { ...turn, phrases: [], snippet: '' };
  return ago === CUES_BACK ? { ...turn, cues: [] } : turn;
}

/** Greetings, until something is spoken of, belong to what they lead to. */
function isPrelude(open: OpenTopic, turn: Turn): boolean {
  return open.phrases.length === 0 && open.messages <= MAX_PRELUDE && turn.phrases.length > 0;
}

/**
 * A topic opens where the chance of it reaches the threshold and the next gap is not likelier still; never twice in
 * a row.
 */
function opensTopic(state: ContextSwitchState): boolean {
  if (state.openedLast) return false;
  const chance = boundaryChance(state, state.decided);
  if (chance < BOUNDARY_THRESHOLD) return false;
  return state.decided + 1 >= state.turns.length || boundaryChance(state, state.decided + 1) <= chance;
}

/** Chance that a topic opens with `turns[at]`, by the text around it and the silence before it. */
export function boundaryChance(state: ContextSwitchState, at: number): number {
  const turn = state.turns[at];
  const before = state.turns[at - 1];
  if (turn === undefined || before === undefined) return 0;
  const logOdds = boundaryLogOdds(featuresAt(state, at), servingShare(state.manner.means));
  return logistic(logOdds + silenceLogOdds(state, turn.at - before.at));
}

/** What the model sees of the gap before `turns[at]`. */
export function featuresAt(state: ContextSwitchState, at: number): BoundaryFeatures {
  const from = Math.max(0, at - SPAN - 1);
  const window = state.turns.slice(from, at + LOOK_AHEAD);
  return boundaryFeatures(window, at - from, state.turns[at]?.position ?? 0, {
    semantic: semanticLevel(state, sourceAround(state.turns, at)),
    lexical: lexicalLevel(state),
  });
}

/** What a silence adds to the log-odds of a new topic: 0 up to the usual, then rising with its logarithm. */
export function silenceLogOdds(state: ContextSwitchState, silenceMs: number): number {
  const usual = state.pace.n > 0 ? Math.exp(state.pace.mean) : 0;
  const long = Math.max(LONG_SILENCE_S, LONG_AGAINST_USUAL * usual);
  const doublings = Math.log2(Math.max(1, silenceMs / 1_000 / long));
  return LOG_ODDS_PER_DOUBLING * Math.min(MAX_DOUBLINGS, doublings);
}

/** Cosines on words of neighbouring turns in this conversation, shrunk to what is usual. */
function lexicalLevel({ levels }: ContextSwitchState): Level {
  return shrunk(levels.lexical, PRIOR.lexical);
}

/** Cosines of neighbouring vectors of one source in this conversation, shrunk to what is usual. */
export function semanticLevel({ levels }: ContextSwitchState, source: string | null): Level {
  return shrunk(levels.semantic.find((level) => level.source === source)?.cosines ?? NOTHING, PRIOR.semantic);
}

function shrunk(running: Running, prior: Level): Level {
  const n = running.n + PRIOR.weight;
  const mean = (running.n * running.mean + PRIOR.weight * prior.mean) / n;
  const square = (running.n * running.square + PRIOR.weight * (prior.deviation ** 2 + prior.mean ** 2)) / n;
  return { mean, deviation: Math.sqrt(Math.max(1e-4, square - mean * mean)) };
}

/** The source of the vectors around a boundary: that of the turn after it or of the one nearest to it. */
function sourceAround(turns: readonly Turn[], at: number): string | null {
  for (const place of [at, at - 1, at + 1, at - 2, at + 2]) {
    const source = turns[place]?.vector?.source;
    if (source !== undefined) return source;
  }
  return null;
}

/** Takes in how near a turn is to the one before it, or to the last of the same source shortly before. */
function observeVectors(levels: SourceLevels, turn: Turn): SourceLevels {
  const source = turn.vector?.source;
  const cosine = turn.semantic.slice(0, NEIGHBOURS).find((value) => value !== null);
  if (source === undefined || cosine === undefined || cosine === null) return levels;
  const known = levels.find((level) => level.source === source)?.cosines ?? NOTHING;
  const others = levels.filter((level) => level.source !== source);
  return [{ source, cosines: observe(known, cosine) }, ...others].slice(0, MAX_SOURCES);
}

function observeManner(manner: ContextSwitchState['manner'], cues: readonly number[]): ContextSwitchState['manner'] {
  const n = Math.min(manner.n + 1, HORIZON);
  return {
    n,
    means: CUE_NAMES.map((_, i) => {
      const mean = manner.means[i] ?? 0;
      return mean + ((cues[i] ?? 0) - mean) / n;
    }),
  };
}
