import { Hono } from 'hono';
import { prometheusMetrics } from '../../metrics/prometheus.ts';
import type { AppContext } from '../app_context.ts';

/** GET /metrics, for Prometheus. */
export function metricsRoutes({ db }: AppContext): Hono {
  const metrics = prometheusMetrics(db);
  return new Hono().get('/metrics', async (c) =>
    c.body(await metrics.scrape(), 200, { 'content-type': metrics.contentType }),
  );
}
