import type { BotTimes, MessageTimes } from './message_times.ts';
import { SimulatedBot } from './simulated_bot.ts';
import type { Timing } from './simulated_bot.ts';

/** What a replay counted. */
export interface Replayed {
  reads: number;
  /** Answers labelled `fresh`. */
  fresh: number;
  /** Answers whose sections on the conversation are fresh, whatever the one on the bot is. */
  ownFresh: number;
  /** Those before a conversation's first message, of which nothing can be known. */
  first: number;
  /** Reads that found the rows in the tables unexpired. */
  rowsUnexpired: number;
  refreshes: number;
  botRefreshes: number;
}

export const NOTHING: Replayed = {
  reads: 0,
  fresh: 0,
  ownFresh: 0,
  first: 0,
  rowsUnexpired: 0,
  refreshes: 0,
  botRefreshes: 0,
};

/** Replays a bot's conversations under the refresh policy: a read just before each message. */
export async function replay(conversations: BotTimes, timing: Timing): Promise<Replayed> {
  const bot = new SimulatedBot(timing);
  const counted = { ...NOTHING, first: conversations.length };
  const messages = conversations.flatMap((times, index) => times.map((at) => ({ at, id: index + 1 })));
  for (const { at, id } of messages.sort((a, b) => a.at - b.at)) {
    const { freshness, ownFresh, rowsUnexpired } = await bot.read(id, at);
    counted.reads += 1;
    if (freshness === 'fresh') counted.fresh += 1;
    if (ownFresh) counted.ownFresh += 1;
    if (rowsUnexpired) counted.rowsUnexpired += 1;
    await bot.message(id, at);
  }
  await bot.runOut();
  return { ...counted, refreshes: bot.refreshes.conversation, botRefreshes: bot.refreshes.bot };
}

/** Replays a schedule that refreshes everybody every `cycleMs`, from a conversation's first message to its last. */
export function replayCycle(times: MessageTimes, cycleMs: number, ttlMs: number): Replayed {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? first;
  const hits = times.filter((at) => {
    const refreshedAt = Math.floor(at / cycleMs) * cycleMs;
    return refreshedAt >= first && at - refreshedAt < ttlMs;
  }).length;
  const refreshes = Math.floor(last / cycleMs) - Math.floor(first / cycleMs);
  return { ...NOTHING, reads: times.length, fresh: hits, ownFresh: hits, first: 1, rowsUnexpired: hits, refreshes };
}

export function sumOf(parts: readonly Replayed[]): Replayed {
  return parts.reduce(
    (sum, part) => ({
      reads: sum.reads + part.reads,
      fresh: sum.fresh + part.fresh,
      ownFresh: sum.ownFresh + part.ownFresh,
      first: sum.first + part.first,
      rowsUnexpired: sum.rowsUnexpired + part.rowsUnexpired,
      refreshes: sum.refreshes + part.refreshes,
      botRefreshes: sum.botRefreshes + part.botRefreshes,
    }),
    NOTHING,
  );
}
