import type { AnnotatedEvent } from '../engine.ts';
import { counted, replaced, tenThousandths } from './hour_cells.ts';
import { DRIFT_MESSAGES, LONGEST_SESSION_MS, RETURN_MS, SESSION_GAP_MS } from './state.ts';
import type { Session, State } from './state.ts';

type MessageEvent = Extract<AnnotatedEvent, { kind: 'message' }>;

/** Messages at which a session's length counts half. */
const HALF_LENGTH = 20;

/** Adds a message to the sessions, turns and sentiments of a state. */
export function withMessage(state: State, event: MessageEvent): State {
  return event.payload.role === 'bot'
    ? withBotTurn(withSession(state, event), event.at)
    : withUserMessage(state, event);
}

/** Opens a session or lengthens the one that goes on. */
function withSession(state: State, event: MessageEvent): State {
  const goesOn =
    state.session !== null &&
    event.at - state.session.last <= SESSION_GAP_MS &&
    event.at - state.session.start <= LONGEST_SESSION_MS;
  const before = goesOn && state.session !== null ? state.session : newSession(event.at);
  const session = { ...before, last: event.at, messages: before.messages + 1 };
  if (!session.counted && event.payload.role === 'bot') return { ...state, session };
  return session.counted ? lengthened(state, session) : opened(state, { ...session, counted: true });
}

function newSession(at: number): Session {
  return { start: at, last: at, messages: 0, counted: false, length: null, drift: null, first: [], recent: [] };
}

/** The user's first message in a session: it counts, it may be returned from, and it is a return itself. */
function opened(state: State, session: Session): State {
  let hours = state.hours;
  if (state.unreturned !== null && session.start - state.unreturned <= RETURN_MS)
    hours = replaced(hours, 'return_rate', state.unreturned, 0, tenThousandths(1));
  hours = counted(hours, 'return_rate', session.start, 0);
  return lengthened({ ...state, hours, unreturned: session.start }, session);
}

function lengthened(state: State, session: Session): State {
  const length = tenThousandths(session.messages / (session.messages + HALF_LENGTH));
  const hours = put(state, 'session_length', session.start, session.length, length);
  return { ...state, hours, session: { ...session, length } };
}

function put(
  state: State,
  metric: 'session_length' | 'sentiment_drift',
  at: number,
  before: number | null,
  value: number,
) {
  return before === null ? counted(state.hours, metric, at, value) : replaced(state.hours, metric, at, before, value);
}

/** A bot's messages in a row are one turn. It counts as unanswered until the user writes. */
function withBotTurn(state: State, at: number): State {
  if (state.turn !== null && at - state.turn.last <= SESSION_GAP_MS)
    return { ...state, turn: { start: state.turn.start, last: at } };
  return { ...state, turn: { start: at, last: at }, hours: counted(state.hours, 'reply_rate', at, 0) };
}

function withUserMessage(given: State, event: MessageEvent): State {
  let state = withSession(given, event);
  if (state.turn !== null) {
    const answered = event.at - state.turn.last <= SESSION_GAP_MS;
    const hours = answered ? replaced(state.hours, 'reply_rate', state.turn.start, 0, tenThousandths(1)) : state.hours;
    state = { ...state, hours, turn: null };
  }
  const sentiment = sentimentOf(event);
  return sentiment === null ? state : withSentiment(state, event.at, sentiment);
}

/** The bot's own reading where it sent one; else the text's, where the text's language says that 0 means neutral. */
function sentimentOf(event: MessageEvent): number | null {
  const valence = event.payload.emotion?.valence;
  if (valence !== undefined) return tenThousandths(valence);
  const { language, sentiment } = event.annotation.analysis;
  return sentiment !== 0 || language === 'en' ? tenThousandths(sentiment) : null;
}

/** Sentiment by the hour, and how it moved within the session: mean of the last three less mean of the first three, halved. */
function withSentiment(given: State, at: number, sentiment: number): State {
  const state = { ...given, hours: counted(given.hours, 'sentiment', at, sentiment) };
  if (state.session === null) return state;
  const filling = state.session.first.length < DRIFT_MESSAGES;
  const session = {
    ...state.session,
    first: filling ? [...state.session.first, sentiment] : state.session.first,
    recent: filling ? [] : [...state.session.recent, sentiment].slice(-DRIFT_MESSAGES),
  };
  if (session.recent.length < DRIFT_MESSAGES) return { ...state, session };
  const drift = Math.round((total(session.recent) - total(session.first)) / (2 * DRIFT_MESSAGES)) + 0;
  const hours = put(state, 'sentiment_drift', session.start, session.drift, drift);
  return { ...state, hours, session: { ...session, drift } };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
