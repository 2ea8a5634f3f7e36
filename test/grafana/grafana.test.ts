import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALERTS, alertRules } from '../../grafana/alerts.ts';
import { dashboard } from '../../grafana/dashboard.ts';
import { ROWS } from '../../grafana/panels.ts';
import type { Query } from '../../grafana/queries.ts';
import { provisionedFiles } from '../../grafana/write.ts';
import { influxPoint } from '../../src/metrics/influx_point.ts';
import { prometheusText } from '../../src/metrics/prometheus.ts';
import { queueSamples } from '../../src/metrics/queue_samples.ts';
import type { Sample } from '../../src/metrics/family.ts';
import type { Database } from '../../src/db/db.ts';
import { openTestDatabase } from '../db/open_test_database.ts';
import { busyMetrics } from '../metrics/busy_metrics.ts';
import { HAS_INFLUXD, startInfluxd } from '../metrics/influxd.ts';
import type { Influxd } from '../metrics/influxd.ts';
import { HAS_VICTORIA, startVictoria } from '../metrics/victoria.ts';
import type { Victoria } from '../metrics/victoria.ts';

const GRAFANA = new URL('../../grafana/', import.meta.url);
const PANELS = ROWS.flatMap(({ panels }) => panels);
const QUERIES: [string, Query][] = [
  ...PANELS.flatMap(({ title, queries }) =>
    queries.map((query): [string, Query] => [`${title}: ${query.legend}`, query]),
  ),
  ...ALERTS.map(({ title, query }): [string, Query] => [`alert: ${title}`, query]),
];

let db: Database;
let emitted: Sample[];
beforeAll(async () => {
  db = await openTestDatabase();
  await db.script('INSERT INTO workers (worker_id, concurrency) VALUES (gen_random_uuid(), 3)');
  emitted = [...(await queueSamples(db)), ...busyMetrics(4).samples()];
});
afterAll(() => db.close());

describe('the committed files', () => {
  it.each([...provisionedFiles()])('%s is what "npm run grafana" writes', async (path, text) => {
    expect(await readFile(new URL(path, GRAFANA), 'utf8')).toBe(text);
  });

  it.each(['influxdb', 'prometheus'] as const)('for %s ask the data source that is provisioned', async (store) => {
    const datasource = await readFile(new URL(`${store}/datasources/coldpath.yaml`, GRAFANA), 'utf8');
    const uid = /^ +uid: (.*)$/mu.exec(datasource)?.[1];
    expect(/^ +type: (.*)$/mu.exec(datasource)?.[1]).toBe(store);
    const asked = [
      ...JSON.stringify([dashboard(store), alertRules(store)]).matchAll(/"(?:datasourceUid|uid)":"([^"]*)"/gu),
    ];
    const sources = new Set(
      asked.map(([, name]) => name).filter((name) => name !== '__expr__' && !name?.startsWith('coldpath-')),
    );
    expect([...sources]).toEqual([uid]);
    expect(dashboard(store).panels).toHaveLength(PANELS.length + ROWS.length);
  });
});

describe('every query', () => {
  /** Measurements with the tags and fields that really come out. */
  const influxNames = (): Map<string, Set<string>> => {
    const names = new Map<string, Set<string>>();
    for (const sample of emitted) {
      const { fields } = influxPoint(sample, '1');
      const known = names.get(sample.measurement) ?? new Set();
      for (const name of [...Object.keys(sample.tags), ...Object.keys(fields)]) known.add(name);
      names.set(sample.measurement, known);
    }
    return names;
  };

  it.each(QUERIES)('%s names what is written to InfluxDB', (_title, { influxdb }) => {
    const names = influxNames();
    const measurements = [...influxdb.matchAll(/FROM "([^"]+)"/gu)].map(([, name]) => name ?? '');
    expect(measurements.length).toBeGreaterThan(0);
    const aliases = [...influxdb.matchAll(/AS "([^"]+)"/gu)].map(([, name]) => name ?? '');
    const known = new Set([...measurements.flatMap((name) => [name, ...(names.get(name) ?? [])]), ...aliases]);
    const asked = [...influxdb.matchAll(/"([^"]+)"/gu)].map(([, name]) => name ?? '');
    for (const name of measurements) expect(names.has(name)).toBe(true);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(QUERIES)('%s names what Prometheus is told', async (_title, { prometheus }) => {
    const told = new Map<string, Set<string>>();
    for (const line of (await prometheusText(emitted)).split('\n')) {
      const [, name, labels] = /^([a-z_0-9]+)(?:\{(.*)\})? /u.exec(line) ?? [];
      if (name !== undefined)
        told.set(name, new Set([...(labels ?? '').matchAll(/([a-z_]+)="/gu)].map(([, label]) => label ?? '')));
    }
    const asked = [...prometheus.matchAll(/([a-z][a-z_0-9]*_[a-z_0-9]+)(\{[^}]*\})?(?=\[|\))/gu)];
    expect(asked.length).toBeGreaterThan(0);
    const grouped = [...prometheus.matchAll(/by \(([^)]*)\)/gu)].flatMap(([, labels]) => (labels ?? '').split(', '));
    for (const [, name = '', selector = ''] of asked) {
      const labels = told.get(name);
      expect([...told.keys()]).toContain(name);
      const used = [...[...selector.matchAll(/([a-z_]+)="/gu)].map(([, label]) => label ?? ''), ...grouped];
      expect(used.filter((label) => labels?.has(label) !== true)).toEqual([]);
    }
  });

  describe.runIf(HAS_VICTORIA)('in PromQL', () => {
    let victoria: Victoria;
    beforeAll(async () => {
      victoria = await startVictoria();
      const now = Date.now();
      const stamped = async (samples: Sample[], at: number): Promise<string> =>
        (await prometheusText(samples)).replaceAll(/^([a-z].*)$/gmu, `$1 ${at}`);
      await victoria.importPrometheus(await stamped(emitted, now - 60_000));
      await victoria.importPrometheus(
        await stamped([...emitted.slice(0, 2), ...busyMetrics(8).samples()], now - 1_000),
      );
    });
    afterAll(() => victoria.stop());

    it.each(QUERIES)('%s has an answer', async (_title, { prometheus }) => {
      await vi.waitFor(
        async () => {
          const answer = await victoria.query(prometheus.replaceAll('$__rate_interval', '5m'));
          expect(answer.length).toBeGreaterThan(0);
          expect(answer.every(({ value }) => Number.isFinite(Number(value[1])))).toBe(true);
        },
        { timeout: 10_000, interval: 300 },
      );
    });

    it('tells the hit rate and the read latency as they are', async () => {
      const rate = await victoria.query(ALERTS[1]?.query.prometheus.replaceAll('$__rate_interval', '5m') ?? '');
      expect(Number(rate[0]?.value[1])).toBeCloseTo(0.2);
      const latency = await victoria.query(ALERTS[2]?.query.prometheus.replaceAll('$__rate_interval', '5m') ?? '');
      expect(Number(latency[0]?.value[1])).toBeGreaterThan(5);
    });
  });

  describe.runIf(HAS_INFLUXD)('in InfluxQL', () => {
    let influxd: Influxd;
    beforeAll(async () => {
      influxd = await startInfluxd();
      for (const secondsAgo of [90, 30]) {
        const at = `${Date.now() - secondsAgo * 1_000}000000`;
        await influxd.write(emitted.map((sample) => influxPoint(sample, at).toLineProtocol()).join('\n'));
      }
    });
    afterAll(() => influxd.stop());
    const ask = (influxql: string) =>
      influxd.query(influxql.replaceAll('$timeFilter', 'time > now() - 5m').replaceAll('$__interval', '1m'));

    it.each(QUERIES)('%s has an answer', async (_title, { influxdb }) => {
      const series = await ask(influxdb);
      const numbers = series
        .flatMap(({ values }) => values.flatMap(([, ...rest]) => rest))
        .filter((one) => one !== null);
      expect(numbers.length).toBeGreaterThan(0);
      expect(numbers.every((one) => typeof one === 'number' && one >= 0)).toBe(true);
    });

    it('tells the hit rate and the read latency as they are', async () => {
      const last = async (query: string | undefined) =>
        (await ask(query ?? ''))
          .flatMap(({ values }) => values)
          .map(([, value]) => value)
          .findLast((value) => value !== null);
      expect(await last(ALERTS[1]?.query.influxdb)).toBeCloseTo(0.2);
      expect(await last(ALERTS[2]?.query.influxdb)).toBeGreaterThan(5);
    });
  });
});
