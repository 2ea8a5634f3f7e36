import { Hono } from 'hono';
import type { Context } from 'hono';
import type * as v from 'valibot';
import { worstFreshness } from '../../domain/insights.ts';
import type { AppContext } from '../app_context.ts';
import { InsightQuerySchema } from '../inputs.ts';
import { botName, conversationKey } from '../names.ts';
import { PreparedAnswers } from '../prepared_answers.ts';
import { parseInput } from '../read_json.ts';
import { TimedJson } from '../timed_json.ts';

/** The hot reads: GET …/insights and GET /v1/bots/{bot}/performance. */
export function insightRoutes({ clock, reader, metrics, shadow }: AppContext): Hono {
  const answers = new PreparedAnswers();
  return new Hono()
    .get('/v1/bots/:bot/users/:user/insights', async (c) => {
      const key = conversationKey(c);
      const query = parseQuery(c);
      const started = performance.now();
      const all = await reader.read(key);
      const took = performance.now() - started;
      const answer = answers.prepare(key.botName, all, query);
      const { sections, text, tag, freshness } = answer;
      shadow.offer(key, all, clock().getTime());
      metrics.read(key.botName, sections, clock().getTime(), took);
      const headers = { etag: tag, 'cache-control': 'no-cache', 'coldpath-freshness': freshness };
      if (
        c.req
          .header('if-none-match')
          ?.split(/\s*,\s*/u)
          .includes(tag) === true
      )
        return c.body(null, 304, headers);
      if (query.format === 'prompt') return c.text(text, 200, headers);
      answer.body ??= new TimedJson(
        { bot_name: key.botName, user_id: key.userId, freshness, guidance: text },
        'sections',
        sections,
      );
      return c.body(answer.body.at(clock()), 200, { ...headers, 'content-type': 'application/json' });
    })
    .get('/v1/bots/:bot/performance', async (c) => {
      const bot = botName(c);
      const started = performance.now();
      const read = await reader.readPerformance(bot);
      const took = performance.now() - started;
      const windows = Object.entries(read).map(([name, section]) => ({ name, section }));
      const now = clock();
      const told = windows.map(({ section }) => ({ name: 'character_performance' as const, section }));
      metrics.read(bot, told, now.getTime(), took);
      const freshness = worstFreshness(windows.map(({ section }) => section.freshness));
      const body = new TimedJson({ bot_name: bot, freshness }, 'windows', windows);
      return c.body(body.at(now), 200, { 'content-type': 'application/json' });
    });
}

function parseQuery(c: Context): v.InferOutput<typeof InsightQuerySchema> {
  return parseInput(InsightQuerySchema, c.req.query());
}
