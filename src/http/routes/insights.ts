import { Hono } from 'hono';
import type { Context } from 'hono';
import type * as v from 'valibot';
import { renderSection } from '../../cache/served_section.ts';
import type { ServedSection } from '../../cache/served_section.ts';
import { worstFreshness } from '../../domain/insights.ts';
import type { AppContext } from '../app_context.ts';
import { InsightQuerySchema } from '../inputs.ts';
import { botName, conversationKey } from '../names.ts';
import { PreparedAnswers } from '../prepared_answers.ts';
import { parseInput } from '../read_json.ts';

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
      const { sections, text, tag, freshness } = answers.prepare(key.botName, all, query);
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
      const now = clock();
      const top = {
        bot_name: key.botName,
        user_id: key.userId,
        served_at: now.toISOString(),
        freshness,
        guidance: text,
      };
      return c.body(render(top, 'sections', sections, now), 200, { ...headers, 'content-type': 'application/json' });
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
      const top = { bot_name: bot, served_at: now.toISOString(), freshness };
      return c.body(render(top, 'windows', windows, now), 200, { 'content-type': 'application/json' });
    });
}

interface NamedSection {
  name: string;
  section: ServedSection;
}

/** The JSON of an answer: `top`, and under one more member the sections, whose JSON is there already. */
function render(top: object, member: string, sections: readonly NamedSection[], now: Date): string {
  const parts = sections.map(({ name, section }) => `"${name}":${renderSection(section, now.getTime())}`);
  return `${JSON.stringify(top).slice(0, -1)},"${member}":{${parts.join(',')}}}`;
}

function parseQuery(c: Context): v.InferOutput<typeof InsightQuerySchema> {
  return parseInput(InsightQuerySchema, c.req.query());
}
