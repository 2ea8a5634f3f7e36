import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { AppError } from '../../../src/domain/errors.ts';
import { TimestampSchema } from '../../../src/domain/timestamp.ts';

/** When the messages of one conversation were sent, in epoch milliseconds, ascending. */
export type MessageTimes = readonly number[];

/** The conversations of one bot. */
export type BotTimes = readonly MessageTimes[];

/** A line that tells all times of a conversation, in epoch seconds. */
const TimesLine = v.object({ id: v.string(), sent_at: v.array(v.pipe(v.number(), v.finite())) });
/** A line of an import file; what is no message is left out. */
const EventLine = v.object({
  bot_name: v.string(),
  user_id: v.string(),
  kind: v.string(),
  occurred_at: TimestampSchema,
});
const Line = v.pipe(v.string(), v.parseJson(), v.union([TimesLine, EventLine]));

/**
 * Reads the message times of a file, bot by bot. Conversations of the first form name no bot: those of a file have one.
 * @throws AppError `invalid_input` that names the line that is of neither form
 */
export async function readMessageTimes(file: string): Promise<BotTimes[]> {
  const bots = new Map<string, Map<string, number[]>>();
  const timesOf = (bot: string, user: string): number[] => {
    const users = bots.get(bot) ?? new Map<string, number[]>();
    const times = users.get(user) ?? [];
    bots.set(bot, users.set(user, times));
    return times;
  };
  const lines = (await readFile(file, 'utf8')).split('\n');
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const parsed = v.safeParse(Line, text);
    if (!parsed.success) {
      const forms = '{"id", "sent_at": [seconds]} or {"bot_name", "user_id", "kind", "occurred_at"}';
      throw new AppError('invalid_input', `${file}:${index + 1} must be ${forms}, got "${text.slice(0, 80)}"`);
    }
    const line = parsed.output;
    if ('id' in line) timesOf('', line.id).push(...line.sent_at.map((second) => second * 1_000));
    else if (line.kind === 'message') timesOf(line.bot_name, line.user_id).push(line.occurred_at.getTime());
  }
  return [...bots.values()].map((users) => [...users.values()].map((times) => times.sort((a, b) => a - b)));
}
