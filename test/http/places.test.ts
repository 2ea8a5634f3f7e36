import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InsightReader } from '../../src/cache/insight_reader.ts';
import { ShadowSampler } from '../../src/cache/shadow_sampler.ts';
import { parseConfig } from '../../src/config.ts';
import { createApp } from '../../src/http/app.ts';
import { shortConversation } from '../pipeline/conversation.ts';
import { openTestApp, POLICY } from './open_test_app.ts';
import type { TestApp } from './open_test_app.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const USER = '/v1/bots/elena/users/sam';
/** Places for requests; more reads than that, one after the other, find a place each. */
const PLACES = 4;

describe('the places that reads take', () => {
  let test: TestApp;
  let reader: InsightReader;
  let app: ReturnType<typeof createApp>;
  beforeAll(async () => {
    test = await openTestApp(NOW);
    await test.post(`${USER}/events`, { events: shortConversation(NOW, 20) });
    await test.refresh('elena', 'sam');
    const { db, keys, metrics } = test;
    const clock = (): Date => NOW;
    const onError = (): void => {};
    reader = new InsightReader({ db, policy: POLICY, clock, deadlineMs: 5_000, copyBytes: 10_000_000, onError });
    await reader.start();
    const config = { refresh: POLICY, limits: { ...parseConfig({}).limits, maxInFlight: PLACES } };
    const shadow = new ShadowSampler({ db, perMinute: 0, onError });
    app = createApp({ db, config, clock, logger: pino({ level: 'silent' }), reader, keys, metrics, shadow });
  });
  afterAll(async () => {
    await reader.stop();
    await test.db.close();
  });

  it.each([
    ['answered from memory', `${USER}/insights`, 200],
    ['answered from the database', '/v1/bots/elena/users/else/insights', 200],
    ['refused', `${USER}/insights?sections=nonsense`, 400],
  ])('are free again when they are %s', async (_how, path, status) => {
    for (let i = 0; i < 3 * PLACES; i++) expect((await app.request(path)).status).toBe(status);
    expect((await app.request(`${USER}/insights`)).status).toBe(200);
  });
});
