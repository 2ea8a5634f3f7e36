import { Hono } from 'hono';
import { findBot } from '../../db/queries/find_bot.ts';
import { listBots } from '../../db/queries/list_bots.ts';
import { listUsers } from '../../db/queries/list_users.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../app_context.ts';
import { NamePageSchema } from '../inputs.ts';
import { botName } from '../names.ts';
import { parseQuery } from '../read_json.ts';

/** GET /v1/bots and GET /v1/bots/{bot}/users: a page at a time, in the order of the names. */
export function botRoutes({ db }: AppContext): Hono {
  return new Hono()
    .get('/v1/bots', async (c) => {
      const { after, limit } = parseQuery(NamePageSchema, c);
      const bots = await db.query(listBots, [after ?? '', limit]);
      return c.json({ bots, next_after: bots.length === limit ? (bots.at(-1)?.bot_name ?? null) : null });
    })
    .get('/v1/bots/:bot/users', async (c) => {
      const bot = botName(c);
      const { after, limit } = parseQuery(NamePageSchema, c);
      const users = await db.query(listUsers, [bot, after ?? '', limit]);
      if (users.length === 0 && (await db.query(findBot, [bot])).length === 0) {
        throw new AppError('not_found', `no events of bot "${bot}"`);
      }
      return c.json({
        bot_name: bot,
        users,
        next_after: users.length === limit ? (users.at(-1)?.user_id ?? null) : null,
      });
    });
}
