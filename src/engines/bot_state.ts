import * as v from 'valibot';
import type { HourSum } from './engine.ts';

/** A bot's hourly sums as `bot_states` stores them: `[metric, hour since the epoch, n, sum, sum of squares]`. */
export const BotStateSchema = v.array(v.tuple([v.string(), v.number(), v.number(), v.number(), v.number()]));
export type BotState = v.InferOutput<typeof BotStateSchema>;

export function toBotState(hours: readonly HourSum[]): BotState {
  return hours.map(({ metric, hour, n, sum, sumSquares }) => [metric, hour, n, sum, sumSquares]);
}

/** @throws ValiError when `stored` is no such array */
export function fromBotState(stored: unknown): HourSum[] {
  return v
    .parse(BotStateSchema, stored)
    .map(([metric, hour, n, sum, sumSquares]) => ({ metric, hour, n, sum, sumSquares }));
}
