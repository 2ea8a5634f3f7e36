import { Gauge, Registry } from 'prom-client';
import type { Queryable } from '../db/db.ts';
import { readQueue } from '../db/queries/read_queue.ts';

/** What a Prometheus server scrapes. */
export interface PrometheusMetrics {
  contentType: string;
  /** @returns the metrics in Prometheus's text format; the queue is asked for each time */
  scrape: () => Promise<string>;
}

/** The state of the queue and of the workers, from the database: the same whichever web process is asked. */
export function prometheusMetrics(db: Queryable): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  const jobs = new Gauge({ name: 'coldpath_queue_jobs', help: 'Jobs by state', labelNames: ['state'], registers });
  const oldest = new Gauge({
    name: 'coldpath_queue_oldest_due_seconds',
    help: 'Wait of the oldest due job',
    registers,
  });
  const labelNames = ['worker'];
  const heartbeat = new Gauge({
    name: 'coldpath_worker_heartbeat_seconds',
    help: 'Time since the last sign of life',
    labelNames,
    registers,
  });
  const busy = new Gauge({
    name: 'coldpath_worker_running_jobs',
    help: 'Jobs a worker runs now',
    labelNames,
    registers,
  });
  return {
    contentType: registry.contentType,
    async scrape() {
      const [queue] = await db.query(readQueue, []);
      if (queue === undefined) throw new Error('the queue statement returned no row');
      for (const state of ['waiting', 'due', 'running', 'failed'] as const) jobs.set({ state }, queue[state]);
      oldest.set(queue.oldest_due_seconds);
      heartbeat.reset();
      busy.reset();
      for (const { worker_id: worker, heartbeat_seconds: seconds, running } of queue.workers) {
        heartbeat.set({ worker }, seconds);
        busy.set({ worker }, running);
      }
      return registry.metrics();
    },
  };
}
