import * as v from 'valibot';
import type { AnnotatedEvent } from '../engine.ts';
import { isFarewell } from './farewell.ts';

export type MessageEvent = Extract<AnnotatedEvent, { kind: 'message' }>;

const HOUR_MS = 3_600_000;
/** A turn of the bot that is older than this is not answered any more: who writes then opens something new. */
export const REPLY_WINDOW_MS = 24 * HOUR_MS;
/**
 * Messages of one side that are further apart are different turns. One hour of silence is what parts sessions of
 * online activity (Halfaker et al., "User session identification based on strong regularities in inter-activity
 * time", WWW 2015).
 */
export const TURN_GAP_MS = HOUR_MS;

const ReplySchema = v.strictObject({
  /** From the bot's last message to the user's first. */
  seconds: v.number(),
  lastAt: v.number(),
  messages: v.number(),
  words: v.number(),
  questions: v.number(),
  sentimentSum: v.number(),
  /** Messages whose sentiment can be told. */
  felt: v.number(),
  /** Whether the user's last message takes leave. */
  isFarewell: v.boolean(),
});

type Reply = v.InferOutput<typeof ReplySchema>;

/** A turn of the bot, and as much of the answer as is there. */
export const OpenExchangeSchema = v.strictObject({
  lastAt: v.number(),
  messages: v.number(),
  words: v.number(),
  /** Whether the bot takes leave, or answers a user who does. */
  isFarewell: v.boolean(),
  reply: v.nullable(ReplySchema),
});
export type OpenExchange = v.InferOutput<typeof OpenExchangeSchema>;

/** A turn of the bot and how it was answered; `reply` is null when it was not. */
export type Exchange = Omit<OpenExchange, 'lastAt'>;

/** What a message does to the exchange that is open: `closed` is the one it ended, whose outcome is now known. */
export interface ExchangeStep {
  open: OpenExchange | null;
  closed: Exchange | null;
}

/** Consecutive messages of the bot are one turn; the user's consecutive messages after it are the reply. */
export function stepExchange(open: OpenExchange | null, event: MessageEvent): ExchangeStep {
  return event.payload.role === 'bot' ? botSpeaks(open, event) : userSpeaks(open, event);
}

/** The exchange as it stands at `now`, if its outcome is known: it was answered, or the reply window is over. */
export function settledExchange(open: OpenExchange | null, now: number): Exchange | null {
  return open !== null && (open.reply !== null || now - open.lastAt > REPLY_WINDOW_MS) ? open : null;
}

/**
 * -1 to 1: the valence that the bot's own emotion model gave, else the sentiment of the text.
 * @returns null where it cannot be told: no lexicon for the language, and no picture with a feeling
 */
export function sentimentOf(event: MessageEvent): number | null {
  const { analysis } = event.annotation;
  const canTell = analysis.language === 'en' || analysis.sentiment !== 0;
  return event.payload.emotion?.valence ?? (canTell ? analysis.sentiment : null);
}

/** Mean sentiment of a reply; null where that of none of its messages can be told. */
export function sentimentOfReply({ sentimentSum, felt }: Reply): number | null {
  return felt === 0 ? null : sentimentSum / felt;
}

function botSpeaks(open: OpenExchange | null, event: MessageEvent): ExchangeStep {
  const words = event.annotation.analysis.words;
  const goesOn = open !== null && open.reply === null && event.at - open.lastAt <= TURN_GAP_MS;
  const leaves = isFarewell(event.payload.content);
  if (goesOn)
    return {
      open: {
        lastAt: event.at,
        messages: open.messages + 1,
        words: open.words + words,
        isFarewell: open.isFarewell || leaves,
        reply: null,
      },
      closed: null,
    };
  const reply = open?.reply ?? null;
  const answersFarewell = reply !== null && reply.isFarewell && event.at - reply.lastAt <= TURN_GAP_MS;
  return {
    open: { lastAt: event.at, messages: 1, words, isFarewell: leaves || answersFarewell, reply: null },
    closed: open,
  };
}

function userSpeaks(open: OpenExchange | null, event: MessageEvent): ExchangeStep {
  if (open === null) return { open, closed: null };
  const since = event.at - (open.reply?.lastAt ?? open.lastAt);
  if (since > (open.reply === null ? REPLY_WINDOW_MS : TURN_GAP_MS)) return { open: null, closed: open };
  const { words, questions } = event.annotation.analysis;
  const said = open.reply ?? { seconds: since / 1000, messages: 0, words: 0, questions: 0, sentimentSum: 0, felt: 0 };
  const sentiment = sentimentOf(event);
  const reply = {
    seconds: said.seconds,
    lastAt: event.at,
    messages: said.messages + 1,
    words: said.words + words,
    questions: said.questions + questions,
    sentimentSum: said.sentimentSum + (sentiment ?? 0),
    felt: said.felt + (sentiment === null ? 0 : 1),
    isFarewell: isFarewell(event.payload.content),
  };
  return { open: { ...open, reply }, closed: null };
}
