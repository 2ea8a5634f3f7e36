import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { queueSamples } from '../../src/metrics/queue_samples.ts';
import { message, openTestApp } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { HAS_VICTORIA, startVictoria } from './victoria.ts';
import type { Victoria } from './victoria.ts';

const START = new Date('2026-01-31T18:00:00Z');
const INSIGHTS = '/v1/bots/elena/users/sam/insights';

describe('GET /metrics', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await openTestApp(START);
    await test.post('/v1/bots/elena/users/sam/events', { events: [message('m', START, 'hello there')] });
    await test.get(INSIGHTS);
    await test.refresh('elena', 'sam');
    await test.get(INSIGHTS);
    await test.get('/nothing/here');
    await test.get('/v1/bots/elena/users/sam/insights?sections=wrong');
  });
  afterAll(() => test.db.close());

  const scrape = async (): Promise<string> => (await test.get('/metrics')).text();
  const lineOf = (text: string, start: string): string | undefined =>
    text.split('\n').find((line) => line.startsWith(start));

  it('tells how reads went, by table, bot and outcome', async () => {
    const text = await scrape();
    const own = 'strategic_cache_count{table="strategic_memory_health",bot="elena",outcome=';
    expect(lineOf(text, `${own}"hit"}`)).toMatch(/ 1$/u);
    expect(lineOf(text, `${own}"miss"}`)).toMatch(/ 1$/u);
  });

  it('tells requests by the pattern of their route, never by what is in it', async () => {
    const text = await scrape();
    const route = 'http_count{route="/v1/bots/:bot/users/:user/insights",method="GET",status=';
    expect(lineOf(text, `${route}"2xx"}`)).toMatch(/ 2$/u);
    expect(lineOf(text, `${route}"4xx"}`)).toMatch(/ 1$/u);
    expect(lineOf(text, 'http_count{route="other",method="GET",status="4xx"}')).toMatch(/ 1$/u);
    expect(text).not.toContain('sam');
  });

  it('tells how the queue is doing: what waits, and for how long', async () => {
    await test.db.script(`UPDATE graphile_worker._private_jobs SET created_at = now() - interval '100 seconds'`);
    const text = await scrape();
    expect(lineOf(text, 'queue_waiting')).toMatch(/ [1-9]/u);
    expect(Number(lineOf(text, 'queue_lag_seconds')?.split(' ')[1])).toBeGreaterThanOrEqual(100);
    expect(lineOf(text, 'worker_alive')).toBe('worker_alive 0');
    expect(lineOf(text, 'worker_heartbeat_seconds')).toBeUndefined();
  });

  it('does without the queue when the database cannot be asked', async () => {
    const broken = vi.spyOn(test.db, 'query').mockRejectedValue(new Error('connection lost'));
    const text = await scrape();
    broken.mockRestore();
    expect(lineOf(text, 'queue_waiting')).toBeUndefined();
    expect(lineOf(text, 'http_count')).toBeDefined();
  });

  describe.runIf(HAS_VICTORIA)('as a server that scrapes understands it', () => {
    let victoria: Victoria;
    beforeAll(async () => {
      victoria = await startVictoria();
    });
    afterAll(() => victoria.stop());

    it('has the same values, and histograms that quantiles can be taken of', async () => {
      await victoria.importPrometheus(await scrape());
      await vi.waitFor(
        async () => {
          const [count] = await victoria.query('strategic_cache_count{table="strategic_memory_health",outcome="hit"}');
          expect(count?.value[1]).toBe('1');
        },
        { timeout: 15_000, interval: 200 },
      );
      const [p95] = await victoria.query('histogram_quantile(0.95, sum by (le) (http_ms_bucket))');
      expect(Number(p95?.value[1])).toBeGreaterThan(0);
      const [queue] = await queueSamples(test.db);
      const [waiting] = await victoria.query('queue_waiting');
      expect(waiting?.value[1]).toBe(String(queue?.values[0]));
    });
  });
});
