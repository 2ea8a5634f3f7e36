import type { Context } from 'hono';
import * as v from 'valibot';
import type { ConversationKey } from '../domain/conversation.ts';
import { AppError } from '../domain/errors.ts';
import { NameSchema } from '../domain/name.ts';

/**
 * The bot and user of the path.
 * @throws AppError `invalid_input` that says which of them is no name
 */
export function conversationKey(c: Context): ConversationKey {
  return { botName: name(c, 'bot'), userId: name(c, 'user') };
}

/** @throws AppError `invalid_input` */
export function botName(c: Context): string {
  return name(c, 'bot');
}

/** For a call about a conversation that there is not. */
export function noConversation({ botName, userId }: ConversationKey): AppError {
  return new AppError('not_found', `no events of user "${userId}" with bot "${botName}"`);
}

/** What most names are: a schema would take longer over them than the rest of a read does. */
const PLAIN_NAME = /^[\w-]{1,256}$/u;

function name(c: Context, field: 'bot' | 'user'): string {
  const given = c.req.param(field);
  if (given !== undefined && PLAIN_NAME.test(given)) return given;
  const parsed = v.safeParse(NameSchema, given);
  if (parsed.success) return parsed.output;
  const message = parsed.issues[0].message;
  throw new AppError('invalid_input', `the ${field} in the path ${message}`, { issues: [{ field, message }] });
}
