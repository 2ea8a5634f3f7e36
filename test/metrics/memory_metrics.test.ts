import { describe, expect, it } from 'vitest';
import type { Freshness } from '../../src/domain/insights.ts';
import { SECTION_NAMES } from '../../src/domain/insights.ts';
import { distributionAt, LAYOUTS, percentile } from '../../src/metrics/layout.ts';
import { MEASUREMENTS } from '../../src/metrics/measurements.ts';
import { MemoryMetrics } from '../../src/metrics/memory_metrics.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const sections = (freshness: Freshness, computedAt: number | null = NOW - 60_000) => [
  { names: SECTION_NAMES, freshness, computedAt },
];
const bots = (metrics: MemoryMetrics): (string | undefined)[] => [
  ...new Set(metrics.samples().map(({ tags }) => tags['bot'])),
];

describe('MemoryMetrics', () => {
  it('counts a read once a table, under its outcome, with its time and the age of the row', () => {
    const metrics = new MemoryMetrics();
    metrics.read('elena', sections('fresh'), NOW, 0.3);
    metrics.read('elena', sections('fresh'), NOW, 7);
    metrics.read('elena', sections('missing', null), NOW, 7);
    const samples = metrics.samples();
    expect(samples.map(({ tags }) => tags['outcome'])).toEqual([...Array(6).fill('hit'), ...Array(6).fill('miss')]);
    const [hit, , , , , , miss] = samples;
    const { fields } = MEASUREMENTS.strategic_cache;
    const { count, query_ms: query, age_seconds: age } = LAYOUTS.strategic_cache.places;
    expect(hit?.values[count]).toBe(2);
    const times = distributionAt(hit?.values ?? new Float64Array(), query, fields.query_ms.bounds);
    expect(times).toMatchObject({ count: 2, sum: 7.3 });
    expect(times.cumulative[fields.query_ms.bounds.indexOf(5)]).toBe(1);
    const ages = distributionAt(hit?.values ?? new Float64Array(), age, fields.age_seconds.bounds);
    expect(ages).toMatchObject({ count: 2, sum: 120 });
    expect(distributionAt(miss?.values ?? new Float64Array(), age, fields.age_seconds.bounds).count).toBe(0);
  });

  it('tells at most so many bots apart, and calls the rest other', () => {
    const metrics = new MemoryMetrics();
    for (let bot = 0; bot < 1_000; bot++) metrics.read(`bot-${bot}`, sections('fresh'), NOW, 1);
    expect(bots(metrics)).toHaveLength(MEASUREMENTS.strategic_cache.tags.bot.atMost + 1);
    expect(bots(metrics)).toContain('other');
    const total = metrics.samples().reduce((sum, { values }) => sum + (values[0] ?? 0), 0);
    expect(total).toBe(6_000);
  });

  it('gives no name to a bot of which nothing is known, so that made-up names use up nothing', () => {
    const metrics = new MemoryMetrics();
    for (let bot = 0; bot < 1_000; bot++) metrics.read(`made-up-${bot}`, sections('missing', null), NOW, 1);
    metrics.read('elena', sections('stale'), NOW, 1);
    metrics.read('elena', sections('missing', null), NOW, 1);
    expect(bots(metrics)).toEqual(['other', 'elena']);
  });

  it('stays as small as its tags allow, whatever it is told', () => {
    const metrics = new MemoryMetrics();
    for (let i = 0; i < 10_000; i++) {
      metrics.http(`/route-${i}`, `VERB${i}`, 100 + (i % 900), i);
      metrics.refresh('refresh_user', (i % 2 === 0 ? 'refreshed' : `made-up-${i}`) as 'refreshed', 1, i);
    }
    const { route, method, status } = MEASUREMENTS.http.tags;
    expect(metrics.samples().length).toBeLessThanOrEqual(
      (route.atMost + 1) * (method.values.length + 1) * (status.values.length + 1) + 2,
    );
  });
});

describe('percentile()', () => {
  const bounds = [1, 2, 5, 10];

  // Values as Prometheus's histogram_quantile gives them.
  it.each([
    [{ count: 4, sum: 0, cumulative: [0, 4, 4, 4] }, 0.5, 1.5],
    [{ count: 10, sum: 0, cumulative: [5, 5, 10, 10] }, 0.95, 4.7],
    [{ count: 10, sum: 0, cumulative: [0, 0, 0, 0] }, 0.5, 10],
    [{ count: 2, sum: 0, cumulative: [2, 2, 2, 2] }, 0.5, 0.5],
  ])('of %j at %d is %d', (distribution, probability, expected) => {
    expect(percentile(distribution, bounds, probability)).toBeCloseTo(expected);
  });

  it('of nothing is null', () => {
    expect(percentile({ count: 0, sum: 0, cumulative: [0, 0, 0, 0] }, bounds, 0.5)).toBeNull();
  });
});
