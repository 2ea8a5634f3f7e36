import * as v from 'valibot';
import type { ConversationPattern } from '../domain/conversation_patterns.ts';
import { effectiveCount } from '../stats/decaying_moments.ts';
import { addToHistogram, LogHistogramSchema, quantileOf } from '../stats/log_histogram.ts';
import { rounded } from '../stats/rounded.ts';
import { AnsweredLengthsSchema, NO_LENGTHS, withTurn } from './conversation_pattern/answered_lengths.ts';
import { bestLength } from './conversation_pattern/best_length.ts';
import { preferredDepth } from './conversation_pattern/depth.ts';
import type { Exchange } from './conversation_pattern/exchange.ts';
import { OpenExchangeSchema, settledExchange, stepExchange } from './conversation_pattern/exchange.ts';
import { moodTrend } from './conversation_pattern/mood.ts';
import {
  NO_RESPONSES,
  ResponseBaselineSchema,
  responseScore,
  withExchange,
} from './conversation_pattern/response_score.ts';
import {
  emotionsOf,
  languagesOf,
  levelOf,
  NO_STYLE,
  shareOf,
  spreadOf,
  StyleSchema,
  withUserMessage,
} from './conversation_pattern/style.ts';
import { keyOf, withTraits } from './conversation_pattern/traits_key.ts';
import { NO_TURNS, settledTurns, stepTurns, UserTurnsSchema } from './conversation_pattern/user_turns.ts';
import type { Engine } from './engine.ts';

/** Messages of the user after which half of what there is to know of the style is known, see docs/engines/conversation_pattern.md. */
const HALF_SURE_MESSAGES = 30;

const StateSchema = v.strictObject({
  style: StyleSchema,
  turns: UserTurnsSchema,
  open: v.nullable(OpenExchangeSchema),
  /** The traits that the open turn of the bot has shown. */
  openTraits: v.array(v.number()),
  baseline: ResponseBaselineSchema,
  lengths: AnsweredLengthsSchema,
  replySeconds: LogHistogramSchema,
});
type State = v.InferOutput<typeof StateSchema>;

/** How this user writes, and what length of reply the user answers best. See docs/engines/conversation_pattern.md. */
export const conversationPattern: Engine<State, ConversationPattern> = {
  name: 'conversation_pattern',
  table: 'strategic_conversation_patterns',
  version: 3,
  stateSchema: StateSchema,

  init: () => ({
    style: NO_STYLE,
    turns: NO_TURNS,
    open: null,
    openTraits: [],
    baseline: NO_RESPONSES,
    lengths: NO_LENGTHS,
    replySeconds: [],
  }),

  fold(state, event) {
    if (event.kind !== 'message') return state;
    const { open, closed } = stepExchange(state.open, event);
    const next = closed === null ? state : { ...counted(state, closed), openTraits: [] };
    return {
      ...next,
      open,
      openTraits:
        event.payload.role === 'bot' ? withTraits(next.openTraits, event.payload.traits ?? []) : next.openTraits,
      turns: stepTurns(state.turns, event),
      style: event.payload.role === 'user' ? withUserMessage(state.style, event) : state.style,
    };
  },

  project(state, now) {
    const known = settledExchange(state.open, now.getTime());
    const { style, lengths, replySeconds } = known === null ? state : counted(state, known);
    const turns = settledTurns(state.turns, now.getTime());
    const seconds = quantileOf(replySeconds, 0.5);
    const messages = effectiveCount(style.words);
    return {
      communication_style: {
        messages: style.count,
        languages: languagesOf(style),
        formality: levelOf(style.formality),
        words_per_message: levelOf(style.words),
        question_rate: shareOf(style.asks),
        emoji_per_message: levelOf(style.emoji),
        messages_per_turn: levelOf(turns.messages),
        median_reply_seconds: seconds === null ? null : Math.round(seconds),
      },
      preferred_depth: preferredDepth(turns),
      emotional_engagement: {
        sentiment: levelOf(style.sentiment),
        variability: spreadOf(style.sentiment),
        trend: moodTrend(turns.recentSentiment),
        emotions: emotionsOf(style),
      },
      optimal_response_length: bestLength(lengths),
      confidence: rounded(messages / (messages + HALF_SURE_MESSAGES), 4),
    };
  },
};

/** The state once the outcome of the open exchange is known. */
function counted(state: State, exchange: Exchange): State {
  const score = responseScore(state.baseline, exchange);
  return {
    ...state,
    baseline: withExchange(state.baseline, exchange),
    lengths: score === null ? state.lengths : withTurn(state.lengths, exchange.words, keyOf(state.openTraits), score),
    replySeconds:
      exchange.reply === null ? state.replySeconds : addToHistogram(state.replySeconds, exchange.reply.seconds),
  };
}
