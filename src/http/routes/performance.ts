import { Hono } from 'hono';
import { worstFreshness } from '../../domain/insights.ts';
import type { AppContext } from '../app_context.ts';
import { groupsOf } from '../../metrics/read_groups.ts';
import { botName } from '../names.ts';
import { TimedJson } from '../timed_json.ts';

/** GET /v1/bots/{bot}/performance. */
export function performanceRoutes({ clock, reader, metrics }: AppContext): Hono {
  return new Hono().get('/v1/bots/:bot/performance', async (c) => {
    const bot = botName(c);
    const started = performance.now();
    const read = await reader.readPerformance(bot);
    const took = performance.now() - started;
    const windows = Object.entries(read).map(([name, section]) => ({ name, section }));
    const now = clock();
    const told = windows.map(({ section }) => ({ name: 'character_performance' as const, section }));
    metrics.read(bot, groupsOf(told), now.getTime(), took);
    const freshness = worstFreshness(windows.map(({ section }) => section.freshness));
    const body = new TimedJson({ bot_name: bot, freshness }, 'windows', windows);
    return c.body(body.at(now), 200, { 'content-type': 'application/json' });
  });
}
