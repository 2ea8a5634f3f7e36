import { Hono } from 'hono';
import { deleteCacheRows } from '../../db/queries/delete_cache_rows.ts';
import type { DroppedCache, ErasedAnswer, RefreshAnswer } from '../../domain/answers.ts';
import { erase } from '../../pipeline/erase.ts';
import { exportConversation } from '../../pipeline/export.ts';
import { refreshNow } from '../../pipeline/refresh_now.ts';
import type { AppContext } from '../app_context.ts';
import { NoQuerySchema, RefreshQuerySchema } from '../inputs.ts';
import { conversationKey, noConversation } from '../names.ts';
import { parseQuery } from '../read_json.ts';

/**
 * What is done with one conversation: POST …/refresh, DELETE …/cache, GET …/export, and DELETE of the user, which
 * erases everything.
 */
export function conversationRoutes({ db, config, clock, reader, logger }: AppContext): Hono {
  return new Hono()
    .post('/v1/bots/:bot/users/:user/refresh', async (c) => {
      const key = conversationKey(c);
      const { wait } = parseQuery(RefreshQuerySchema, c);
      const done = await refreshNow(db, key, wait, c.req.raw.signal);
      if (done === undefined) throw noConversation(key);
      const answer = {
        bot_name: key.botName,
        user_id: key.userId,
        refreshed: done.refreshed,
        last_seq: done.lastSeq,
        folded_seq: done.foldedSeq,
        waited_ms: done.waitedMs,
      } satisfies RefreshAnswer;
      return c.json(answer, done.refreshed ? 200 : 202);
    })
    .delete('/v1/bots/:bot/users/:user/cache', async (c) => {
      const key = conversationKey(c);
      parseQuery(NoQuerySchema, c);
      const [dropped] = await db.query(deleteCacheRows, [key.botName, key.userId]);
      reader.forget(key);
      const rows = dropped?.deleted ?? 0;
      return c.json({ bot_name: key.botName, user_id: key.userId, rows } satisfies DroppedCache);
    })
    .get('/v1/bots/:bot/users/:user/export', async (c) => {
      const key = conversationKey(c);
      parseQuery(NoQuerySchema, c);
      const lines = await exportConversation(db, key);
      if (lines === undefined) throw noConversation(key);
      const onError = (error: unknown): void => logger.error({ err: error }, 'an export broke off');
      return c.body(streamOf(lines, onError), 200, { 'content-type': 'application/x-ndjson' });
    })
    .delete('/v1/bots/:bot/users/:user', async (c) => {
      const key = conversationKey(c);
      parseQuery(NoQuerySchema, c);
      const erased = await erase(db, key, config.refresh, clock());
      reader.forget(key);
      return c.json({ bot_name: key.botName, user_id: key.userId, ...erased } satisfies ErasedAnswer);
    });
}

/** The lines as bytes, made when the receiver asks for more. An error breaks the connection off: what came is not whole. */
function streamOf(lines: AsyncIterable<string>, onError: (error: unknown) => void): ReadableStream<Uint8Array> {
  const iterator = lines[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        onError(error);
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
