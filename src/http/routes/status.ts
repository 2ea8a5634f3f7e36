import { Hono } from 'hono';
import { readStatus } from '../../db/queries/read_status.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../app_context.ts';
import { conversationKey } from '../names.ts';

/** GET …/status: how far the log goes and how much of it is in the rows. */
export function statusRoutes({ db }: AppContext): Hono {
  return new Hono().get('/v1/bots/:bot/users/:user/status', async (c) => {
    const { botName, userId } = conversationKey(c);
    const [status] = await db.query(readStatus, [botName, userId]);
    if (status === undefined) throw new AppError('not_found', `no events of user "${userId}" with bot "${botName}"`);
    return c.json({ bot_name: botName, user_id: userId, ...status, unfolded: status.last_seq - status.folded_seq });
  });
}
