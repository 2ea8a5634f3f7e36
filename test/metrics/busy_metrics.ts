import { SECTION_NAMES, FRESHNESS } from '../../src/domain/insights.ts';
import { ENGINE_NAMES } from '../../src/domain/table.ts';
import { MemoryMetrics } from '../../src/metrics/memory_metrics.ts';

/** Metrics that were told of everything there is to tell, `times` over. */
export function busyMetrics(times = 1, metrics = new MemoryMetrics()): MemoryMetrics {
  for (let i = 0; i < times; i++) {
    for (const freshness of FRESHNESS) {
      metrics.read('elena', [{ names: SECTION_NAMES, freshness, computedAt: 1_000 }], 61_000, 0.4);
    }
    metrics.http('/v1/bots/:bot/users/:user/insights', 'GET', 200, 0.6);
    metrics.http('/v1/bots/:bot/users/:user/insights', 'GET', 200, 7);
    for (const engine of ENGINE_NAMES) metrics.engineRun(engine, i % 2 === 0 ? 'ok' : 'failed', 3);
    metrics.refresh('refresh_user', 'refreshed', 4, 12);
    metrics.shadow('memory_health', i % 2 === 0, 0.01);
    metrics.sink('influxdb', 'written', 10);
    metrics.sink('influxdb', 'dropped', 1);
  }
  return metrics;
}
