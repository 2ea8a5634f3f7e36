import * as v from 'valibot';
import type { Forecast } from '../../stats/short_memory_forecast.ts';
import { ForecastSchema, NO_FORECAST, surpriseOf, withValue } from '../../stats/short_memory_forecast.ts';
import type { Exchange } from './exchange.ts';
import { sentimentOfReply } from './exchange.ts';

/** What is to be expected of this user's next answer. */
export const ResponseBaselineSchema = v.strictObject({
  replied: ForecastSchema,
  words: ForecastSchema,
  speed: ForecastSchema,
  sentiment: ForecastSchema,
});
export type ResponseBaseline = v.InferOutput<typeof ResponseBaselineSchema>;

export const NO_RESPONSES: ResponseBaseline = {
  replied: NO_FORECAST,
  words: NO_FORECAST,
  speed: NO_FORECAST,
  sentiment: NO_FORECAST,
};

/** Exchanges that go by before any is scored. */
const WARM_UP = 5;
/** No outcome counts for more standard deviations than this, so that one long silence does not decide everything. */
const CLIP = 3;
/** How much each outcome counts. Speed and sentiment depend more on the user's day than on what the bot wrote. */
const WEIGHTS = { replied: 1, words: 1, speed: 0.5, sentiment: 0.5 };

/**
 * How well the user answered, against what was to be expected of this user just before: the weighted sum of
 * standardised outcomes z = (x - expected) / sd, each cut off at +-3. Outcomes: replied (0 or 1), and of a reply
 * log(1 + words), minus log(1 + seconds), and mean sentiment. What is expected follows from the user's own level and
 * last answers: without that, a bot that writes long to a user who is in a talkative mood would seem to be the cause.
 * @returns null for an exchange before which too little is known, or in which somebody takes leave
 */
export function responseScore(baseline: ResponseBaseline, exchange: Exchange): number | null {
  if (exchange.isFarewell || baseline.replied.level.weight < WARM_UP * 0.9) return null;
  const outcome = outcomesOf(exchange);
  const answered = WEIGHTS.replied * standardised(baseline.replied, outcome.replied);
  if (outcome.reply === null) return answered;
  return (
    answered +
    WEIGHTS.words * standardised(baseline.words, outcome.reply.words) +
    WEIGHTS.speed * standardised(baseline.speed, outcome.reply.speed) +
    (outcome.reply.sentiment === null
      ? 0
      : WEIGHTS.sentiment * standardised(baseline.sentiment, outcome.reply.sentiment))
  );
}

/** The baseline with one more exchange in it; leave-taking is left out. */
export function withExchange(baseline: ResponseBaseline, exchange: Exchange): ResponseBaseline {
  if (exchange.isFarewell) return baseline;
  const { replied, reply } = outcomesOf(exchange);
  const next = { ...baseline, replied: withValue(baseline.replied, replied) };
  if (reply === null) return next;
  next.words = withValue(baseline.words, reply.words);
  next.speed = withValue(baseline.speed, reply.speed);
  if (reply.sentiment !== null) next.sentiment = withValue(baseline.sentiment, reply.sentiment);
  return next;
}

function outcomesOf({ reply }: Exchange) {
  if (reply === null) return { replied: 0, reply };
  return {
    replied: 1,
    reply: {
      words: Math.log1p(reply.words),
      speed: -Math.log1p(reply.seconds),
      sentiment: sentimentOfReply(reply),
    },
  };
}

function standardised(forecast: Forecast, value: number): number {
  return Math.max(-CLIP, Math.min(CLIP, surpriseOf(forecast, value)));
}
