import { Hono } from 'hono';
import type { AppContext } from './app_context.ts';
import { Admission, admit } from './middleware/admission.ts';
import { checkBody } from './middleware/check_body.ts';
import { guard } from './middleware/guard.ts';
import { hideDetails } from './middleware/hide_details.ts';
import { identify } from './middleware/identify.ts';
import { measure } from './middleware/measure.ts';
import { logRequests } from './middleware/request_log.ts';
import { secureHeaders } from './middleware/secure_headers.ts';
import { onError, problem } from './problem.ts';
import { botRoutes } from './routes/bots.ts';
import { conversationRoutes } from './routes/conversation.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventStreamRoutes } from './routes/event_stream.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { INSIGHTS_PATH, insightRoute } from './routes/insights.ts';
import { jobRoutes } from './routes/jobs.ts';
import { keyRoutes } from './routes/keys.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { performanceRoutes } from './routes/performance.ts';
import { statusRoutes } from './routes/status.ts';

/** The HTTP interface as a Web-standard `fetch` handler: the hot read, and behind it everything else. */
export function createApp(context: AppContext): Hono {
  const admission = new Admission(context.config.limits);
  const others = otherCalls(context, admission);
  const app = new Hono().get(INSIGHTS_PATH, insightRoute(context, admission));
  app.notFound((c) => others.fetch(c.req.raw, c.env));
  // Whoever asks what there is sees all of it.
  app.routes.push(...others.routes);
  return app;
}

function otherCalls(context: AppContext, admission: Admission): Hono {
  const app = new Hono();
  app.use(measure(context.metrics));
  app.use('*', identify, secureHeaders, logRequests(context.logger));
  // Before anything else, so that nothing is done for a stranger. On a bot's paths the router knows the bot's name.
  app.use('/v1/bots/:bot/*', guard(context.keys));
  app.use('*', guard(context.keys));
  app.use('*', admit(admission), checkBody);
  app.use('/readyz', hideDetails(context.keys));
  const groups = [
    eventRoutes,
    eventStreamRoutes,
    performanceRoutes,
    statusRoutes,
    conversationRoutes,
    botRoutes,
    jobRoutes,
    keyRoutes,
    healthRoutes,
    metricsRoutes,
    docsRoutes,
  ];
  for (const routes of groups) {
    app.route('/', routes(context));
  }
  app.notFound((c) => problem(c, 'not_found', `there is nothing at ${c.req.method} ${c.req.path}`));
  app.onError(onError(context.logger));
  return app;
}
