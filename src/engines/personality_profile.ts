import * as v from 'valibot';
import type { PersonalityProfile } from '../domain/personality_profile.ts';
import { addTo, DecayingMomentsSchema, NO_MOMENTS } from '../stats/decaying_moments.ts';
import { addToHistogram, LogHistogramSchema, quantileOf } from '../stats/log_histogram.ts';
import { rounded } from '../stats/rounded.ts';
import type { Exchange, MessageEvent } from './conversation_pattern/exchange.ts';
import {
  OpenExchangeSchema,
  sentimentOfReply,
  settledExchange,
  stepExchange,
} from './conversation_pattern/exchange.ts';
import {
  NO_RESPONSES,
  ResponseBaselineSchema,
  responseScore,
  withExchange,
} from './conversation_pattern/response_score.ts';
import type { Engine } from './engine.ts';
import { traitEffects } from './personality_profile/effects.ts';
import { adaptationSuggestions, dominantTraits, traitHistory } from './personality_profile/row.ts';
import { NO_STYLE, StyleBaselineSchema, styleModes, withMessage } from './personality_profile/style_modes.ts';
import { countMessage, countTurn, NO_TRAITS, TraitTableSchema } from './personality_profile/trait_table.ts';

const DAY_MS = 86_400_000;
/** Answers count half in the response patterns after this many others. */
const HALF_LIFE_TURNS = 200;
/** Turns after which half of what a trait's effect is like is known, see docs/engines/personality_profile.md. */
const HALF_SURE_TURNS = 50;

const StateSchema = v.strictObject({
  /** Whether the bot sends tags; style modes count only while it does not. */
  isTagged: v.boolean(),
  style: StyleBaselineSchema,
  table: TraitTableSchema,
  open: v.nullable(OpenExchangeSchema),
  /** The traits of the open turn: [place in the table, messages of the turn that showed it]. */
  openTraits: v.array(v.tuple([v.number(), v.number()])),
  baseline: ResponseBaselineSchema,
  turns: v.number(),
  replied: DecayingMomentsSchema,
  sentiment: DecayingMomentsSchema,
  words: LogHistogramSchema,
  seconds: LogHistogramSchema,
});
type State = v.InferOutput<typeof StateSchema>;

/** Which sides of the bot this user answers to. See docs/engines/personality_profile.md. */
export const personalityProfile: Engine<State, PersonalityProfile> = {
  name: 'personality_profile',
  table: 'strategic_personality_profiles',
  version: 2,
  stateSchema: StateSchema,

  init: () => ({
    isTagged: false,
    style: NO_STYLE,
    table: NO_TRAITS,
    open: null,
    openTraits: [],
    baseline: NO_RESPONSES,
    turns: 0,
    replied: NO_MOMENTS,
    sentiment: NO_MOMENTS,
    words: [],
    seconds: [],
  }),

  fold(state, event) {
    if (event.kind !== 'message') return state;
    const { open, closed } = stepExchange(state.open, event);
    const next = closed === null ? { ...state, open } : { ...counted(state, closed), open, openTraits: [] };
    return event.payload.role === 'bot' ? withBotMessage(next, event) : next;
  },

  project(state, now) {
    const at = now.getTime();
    const known = settledExchange(state.open, at);
    const settled = known === null ? state : counted(state, known);
    const words = quantileOf(settled.words, 0.5);
    const seconds = quantileOf(settled.seconds, 0.5);
    const effects = traitEffects(settled.table);
    return {
      dominant_traits: dominantTraits(settled.table, effects, settled.isTagged ? 'tag' : 'style'),
      user_response_patterns: {
        reply_rate: settled.turns === 0 ? null : rounded(settled.replied.mean, 4),
        median_reply_words: words === null ? null : Math.round(words),
        median_reply_latency_seconds: seconds === null ? null : Math.round(seconds),
        mean_reply_sentiment: settled.sentiment.weight === 0 ? null : rounded(settled.sentiment.mean, 4),
        turns: settled.turns,
      },
      adaptation_suggestions: adaptationSuggestions(settled.table, effects),
      trait_evolution_history: traitHistory(settled.table, Math.floor(at / DAY_MS)),
      confidence: rounded(settled.turns / (settled.turns + HALF_SURE_TURNS), 4),
    };
  },
};

function withBotMessage(state: State, event: MessageEvent): State {
  const { analysis } = event.annotation;
  const tags = event.payload.traits ?? [];
  // With the first tag, the modes found so far give way to what the bot itself says.
  const begins = tags.length > 0 && !state.isTagged;
  const table = begins ? NO_TRAITS : state.table;
  const isTagged = state.isTagged || begins;
  const names = isTagged ? tags : styleModes(state.style, analysis);
  const { table: next, shown, dropped } = countMessage(table, names, Math.floor(event.at / DAY_MS));
  const openTraits = begins ? [] : state.openTraits.filter(([place]) => !dropped.includes(place));
  for (const place of shown) {
    const at = openTraits.findIndex(([other]) => other === place);
    if (at === -1) openTraits.push([place, 1]);
    else openTraits[at] = [place, (openTraits[at]?.[1] ?? 0) + 1];
  }
  return { ...state, isTagged, style: withMessage(state.style, analysis), table: next, openTraits };
}

/** The state once the outcome of the open turn is known. */
function counted(state: State, exchange: Exchange): State {
  const score = responseScore(state.baseline, exchange);
  // A tag on one message of a turn marks the turn; a mode must be that of half of it, or long turns would have them all.
  const least = state.isTagged ? 1 : exchange.messages / 2;
  const shown = state.openTraits.filter(([, messages]) => messages >= least).map(([place]) => place);
  const { reply } = exchange;
  const next = {
    ...state,
    table: score === null ? state.table : countTurn(state.table, shown, score),
    baseline: withExchange(state.baseline, exchange),
    turns: state.turns + 1,
    replied: addTo(state.replied, reply === null ? 0 : 1, HALF_LIFE_TURNS),
  };
  if (reply === null) return next;
  const sentiment = sentimentOfReply(reply);
  return {
    ...next,
    sentiment: sentiment === null ? state.sentiment : addTo(state.sentiment, sentiment, HALF_LIFE_TURNS),
    words: addToHistogram(state.words, reply.words),
    seconds: addToHistogram(state.seconds, reply.seconds),
  };
}
