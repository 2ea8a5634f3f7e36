import { Hono } from 'hono';
import { withDeadline } from '../../cache/deadline.ts';
import { PROMETHEUS_TYPE, prometheusText } from '../../metrics/prometheus.ts';
import { queueSamples } from '../../metrics/queue_samples.ts';
import type { AppContext } from '../app_context.ts';

/** Milliseconds that the database gets to tell of the queue; afterwards the answer is without it. */
const QUEUE_MS = 2_000;

/** GET /metrics, for Prometheus: what this process counted, and the queue, where the database tells of it. */
export function metricsRoutes({ db, logger, metrics }: Pick<AppContext, 'db' | 'logger' | 'metrics'>): Hono {
  return new Hono().get('/metrics', async (c) => {
    const queue = await withDeadline(queueSamples(db), QUEUE_MS).catch((error: unknown) => {
      logger.warn({ err: error }, 'cannot tell how the queue is doing');
      return [];
    });
    return c.body(await prometheusText([...queue, ...metrics.samples()]), 200, { 'content-type': PROMETHEUS_TYPE });
  });
}
