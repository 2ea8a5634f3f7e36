import * as v from 'valibot';
import { addTo, DecayingMomentsSchema, NO_MOMENTS } from '../../stats/decaying_moments.ts';
import { rounded } from '../../stats/rounded.ts';
import type { MessageEvent } from './exchange.ts';
import { sentimentOf, TURN_GAP_MS } from './exchange.ts';

/** Turns and sessions fade by half after this many others. */
const HALF_LIFE_TURNS = 100;
const HALF_LIFE_SESSIONS = 20;
/** The last turns whose sentiment is kept one by one, for the test of its trend. */
const MAX_RECENT_TURNS = 48;

const OpenTurnSchema = v.strictObject({
  lastAt: v.number(),
  messages: v.number(),
  words: v.number(),
  questions: v.number(),
  sentimentSum: v.number(),
  /** Messages whose sentiment can be told. */
  felt: v.number(),
});

/** The user's turns (consecutive messages less than an hour apart) and sessions (no silence of an hour inside). */
export const UserTurnsSchema = v.strictObject({
  open: v.nullable(OpenTurnSchema),
  /** Time of the last message of either side, and the user's turns since the session began. */
  lastAt: v.nullable(v.number()),
  sessionTurns: v.number(),
  turns: v.number(),
  messages: DecayingMomentsSchema,
  /** Of log(1 + words). */
  logWords: DecayingMomentsSchema,
  /** Whether the turn asked something. */
  asks: DecayingMomentsSchema,
  /** Of log(turns) per session. */
  logSessionTurns: DecayingMomentsSchema,
  /** Mean sentiment of each of the last turns of which it can be told, oldest first. */
  recentSentiment: v.array(v.number()),
});
export type UserTurns = v.InferOutput<typeof UserTurnsSchema>;

export const NO_TURNS: UserTurns = {
  open: null,
  lastAt: null,
  sessionTurns: 0,
  turns: 0,
  messages: NO_MOMENTS,
  logWords: NO_MOMENTS,
  asks: NO_MOMENTS,
  logSessionTurns: NO_MOMENTS,
  recentSentiment: [],
};

/** The turns after one more message of either side. */
export function stepTurns(state: UserTurns, event: MessageEvent): UserTurns {
  const settled = settledTurns(state, event.at);
  if (event.payload.role === 'bot') return { ...closeTurn(settled), lastAt: event.at };
  const { words, questions } = event.annotation.analysis;
  const sentiment = sentimentOf(event);
  const open = settled.open ?? { lastAt: event.at, messages: 0, words: 0, questions: 0, sentimentSum: 0, felt: 0 };
  return {
    ...settled,
    lastAt: event.at,
    sessionTurns: settled.sessionTurns + (settled.open === null ? 1 : 0),
    open: {
      lastAt: event.at,
      messages: open.messages + 1,
      words: open.words + words,
      questions: open.questions + questions,
      sentimentSum: open.sentimentSum + (sentiment ?? 0),
      felt: open.felt + (sentiment === null ? 0 : 1),
    },
  };
}

/** The turns as they are known at `now`: what is older than an hour is over. */
export function settledTurns(state: UserTurns, now: number): UserTurns {
  const turnIsOver = state.open !== null && now - state.open.lastAt > TURN_GAP_MS;
  const settled = turnIsOver ? closeTurn(state) : state;
  const sessionIsOver = state.lastAt !== null && now - state.lastAt > TURN_GAP_MS;
  return sessionIsOver ? closeSession(settled) : settled;
}

function closeTurn(state: UserTurns): UserTurns {
  const { open } = state;
  if (open === null) return state;
  const sentiment = open.felt === 0 ? [] : [rounded(open.sentimentSum / open.felt, 3)];
  return {
    ...state,
    open: null,
    turns: state.turns + 1,
    messages: addTo(state.messages, open.messages, HALF_LIFE_TURNS),
    logWords: addTo(state.logWords, Math.log1p(open.words), HALF_LIFE_TURNS),
    asks: addTo(state.asks, open.questions > 0 ? 1 : 0, HALF_LIFE_TURNS),
    recentSentiment: [...state.recentSentiment, ...sentiment].slice(-MAX_RECENT_TURNS),
  };
}

function closeSession(state: UserTurns): UserTurns {
  if (state.sessionTurns === 0) return state;
  return {
    ...state,
    sessionTurns: 0,
    logSessionTurns: addTo(state.logSessionTurns, Math.log(state.sessionTurns), HALF_LIFE_SESSIONS),
  };
}
