import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SECTION_NAMES } from '../../src/domain/insights.ts';
import { startInfluxSink } from '../../src/metrics/influx_sink.ts';
import { LAYOUTS } from '../../src/metrics/layout.ts';
import { MemoryMetrics } from '../../src/metrics/memory_metrics.ts';
import type { Ticker } from '../../src/metrics/ticker.ts';
import { HAS_VICTORIA, startVictoria } from './victoria.ts';
import type { Victoria } from './victoria.ts';

const COPIES = [{ names: SECTION_NAMES, freshness: 'fresh' as const, computedAt: 0 }];

function start(url: string, metrics: MemoryMetrics, onError: (error: unknown) => void = () => undefined): Ticker {
  const settings = { url, token: 'secret', org: 'coldpath', bucket: 'coldpath', intervalSeconds: 0.02 };
  return startInfluxSink({ ...settings, metrics, gauges: async () => [], clock: () => new Date(), onError });
}

/** What the sink says of itself: points written, dropped, and failures. */
function fate(metrics: MemoryMetrics): { written: number; dropped: number; failures: number } {
  const values = metrics.samples().find(({ measurement }) => measurement === 'metrics_sink')?.values;
  const { written, dropped, failures } = LAYOUTS.metrics_sink.places;
  return {
    written: values?.[written] ?? 0,
    dropped: values?.[dropped] ?? 0,
    failures: values?.[failures] ?? 0,
  };
}

describe.runIf(HAS_VICTORIA)('measurements on a server that speaks the v2 write protocol', () => {
  let victoria: Victoria;
  beforeAll(async () => {
    victoria = await startVictoria();
  });
  afterAll(() => victoria.stop());

  it('arrive with their tags and fields, each increase once, also from two processes at once', async () => {
    const processes = [new MemoryMetrics(), new MemoryMetrics()];
    const sinks = processes.map((metrics) => start(victoria.url, metrics));
    for (let round = 0; round < 20; round++) {
      for (const metrics of processes) {
        metrics.read('elena "the first", of=two\\', COPIES, 90_000, 0.4);
        metrics.http('/v1/bots/:bot/users/:user/insights', 'GET', 200, 0.7);
        metrics.refresh('refresh_user', 'refreshed', 3, 12);
      }
      await new Promise((resolve) => setTimeout(resolve, 7));
    }
    for (const sink of sinks) await sink.stop();

    const sum = async (name: string): Promise<number> => {
      const series = await victoria.export(name);
      return series.flatMap(({ values }) => values).reduce((total, one) => total + one, 0);
    };
    const memory = 'table="strategic_memory_health"';
    const expected = {
      strategic_cache_count: 240,
      [`strategic_cache_count{${memory},outcome="hit"}`]: 40,
      [`strategic_cache_query_ms_count{${memory}}`]: 40,
      [`strategic_cache_query_ms_le_0_2{${memory}}`]: 0,
      [`strategic_cache_query_ms_le_0_5{${memory}}`]: 40,
      [`strategic_cache_age_seconds_sum{${memory}}`]: 40 * 90,
      'http_count{route="/v1/bots/:bot/users/:user/insights",method="GET",status="2xx"}': 40,
      'refresh_events{task="refresh_user",outcome="refreshed"}': 120,
    };
    const stored = async (): Promise<void> => {
      for (const [name, total] of Object.entries(expected))
        expect({ [name]: await sum(name) }).toEqual({ [name]: total });
    };
    // It takes the server a second or two until new series are found.
    await vi.waitFor(stored, { timeout: 15_000, interval: 200 });
    const [series] = await victoria.export('strategic_cache_query_ms_p95{table="strategic_memory_health"}');
    expect(series?.metric).toMatchObject({ bot: 'elena "the first", of=two/', outcome: 'hit' });
    expect(series?.values.every((value) => value > 0.2 && value <= 0.5)).toBe(true);
    for (const metrics of processes) expect(fate(metrics)).toMatchObject({ dropped: 0, failures: 0 });
  });
});

describe('a sink that is in trouble', () => {
  let server: Server | undefined;
  let sink: Ticker | undefined;
  afterEach(async () => {
    await sink?.stop();
    server?.closeAllConnections();
    server?.close();
    sink = server = undefined;
  });

  const serve = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  /** Counts away for a while, and says for how long a call was held up at the most. */
  const count = async (metrics: MemoryMetrics): Promise<number> => {
    let slowest = 0;
    for (let round = 0; round < 30; round++) {
      const started = performance.now();
      metrics.read('elena', COPIES, 90_000, 0.4);
      slowest = Math.max(slowest, performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return slowest;
  };

  it('and refuses for good: its points are dropped and counted', async () => {
    const url = await serve((_request, response) => response.writeHead(401).end('{"code":"unauthorized"}'));
    const metrics = new MemoryMetrics();
    const onError = vi.fn<(error: unknown) => void>();
    sink = start(url, metrics, onError);
    await count(metrics);
    await sink.stop();
    const { written, dropped, failures } = fate(metrics);
    expect({ written, dropped: dropped > 0, failures: failures > 0 }).toEqual({
      written: 0,
      dropped: true,
      failures: true,
    });
    expect(onError).toHaveBeenCalledTimes(failures);
  });

  it('and answers 500, then recovers: what waited is written', async () => {
    let broken = true;
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(broken ? 500 : 204).end();
    });
    const metrics = new MemoryMetrics();
    sink = start(url, metrics);
    await count(metrics);
    broken = false;
    await vi.waitFor(() => expect(fate(metrics).written).toBeGreaterThan(100), { timeout: 20_000 });
    expect(fate(metrics).failures).toBeGreaterThan(0);
    expect(fate(metrics).dropped).toBe(0);
  });

  it('and never answers: one request is under way, nothing piles up, and a stop does not wait for it', async () => {
    let requests = 0;
    const url = await serve(() => {
      requests += 1;
    });
    const metrics = new MemoryMetrics();
    sink = start(url, metrics);
    await count(metrics);
    expect(requests).toBe(1);
    const started = performance.now();
    await sink.stop();
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('and is not there: what is more than the bound is dropped, the rest waits', async () => {
    const metrics = new MemoryMetrics();
    sink = start('http://127.0.0.1:9', metrics);
    await count(metrics);
    expect(fate(metrics)).toMatchObject({ written: 0 });
    expect(fate(metrics).failures).toBeGreaterThan(0);
    await sink.stop();
    expect(fate(metrics).dropped).toBeGreaterThan(0);
  });
});
