import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { OTHER } from '../../metrics/measurements.ts';
import type { Metrics } from '../../metrics/metrics.ts';

/** Counts every request under the pattern of its route, with the time until its answer begins. */
export function measure(metrics: Metrics): MiddlewareHandler {
  return async (c, next) => {
    const started = performance.now();
    await next();
    const route = routePath(c, -1);
    // Where no handler matched, the last that did is a middleware's.
    const told = route.endsWith('*') ? OTHER : route;
    metrics.http(told, c.req.method, c.res.status, performance.now() - started);
  };
}
