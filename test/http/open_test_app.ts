import type { Hono } from 'hono';
import { pino } from 'pino';
import { InsightReader } from '../../src/cache/insight_reader.ts';
import { KeyRing } from '../../src/cache/key_ring.ts';
import { ShadowSampler } from '../../src/cache/shadow_sampler.ts';
import { parseConfig } from '../../src/config.ts';
import type { Limits } from '../../src/config.ts';
import type { Database } from '../../src/db/db.ts';
import type { EventInput } from '../../src/domain/event.ts';
import { createApp } from '../../src/http/app.ts';
import { MemoryMetrics } from '../../src/metrics/memory_metrics.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { advanceBot } from '../../src/pipeline/advance_bot.ts';
import { analyzeMessage, ANALYZER_VERSION } from '../../src/text/analyze.ts';
import { openTestDatabase } from '../db/open_test_database.ts';

export const ANNOTATOR = { version: ANALYZER_VERSION, analyze: analyzeMessage };
export const POLICY = parseConfig({}).refresh;

/** The app on an empty database, with a clock that stands still until it is set. */
export interface TestApp {
  app: Hono;
  db: Database;
  metrics: MemoryMetrics;
  setNow: (now: Date) => void;
  post: (path: string, body: unknown) => Promise<Response>;
  get: (path: string) => Promise<Response>;
  keys: KeyRing;
  /** Does what the queue would do for a conversation and its bot. */
  refresh: (bot: string, user: string) => Promise<void>;
}

/**
 * @param adminKey without one, nobody needs a key
 * @param limits those of the defaults that are to be others
 * @param shadowReads reads a minute that are queued to be recomputed
 */
export async function openTestApp(
  start: Date,
  adminKey?: string,
  limits: Partial<Limits> = {},
  logger = pino({ level: 'silent' }),
  shadowReads = 0,
): Promise<TestApp> {
  const db = await openTestDatabase();
  let now = start;
  const clock = (): Date => now;
  // Without memory for copies every read asks the database, whose clock and rows the tests move about.
  const reader = new InsightReader({ db, policy: POLICY, clock, deadlineMs: 5_000, copyBytes: 0, onError: () => {} });
  const keys = new KeyRing({ db, adminKey, deadlineMs: 5_000, onError: () => {} });
  const shadow = new ShadowSampler({ db, perMinute: shadowReads, onError: () => {} });
  const config = { refresh: POLICY, limits: { ...parseConfig({}).limits, ...limits } };
  const metrics = new MemoryMetrics();
  const app = createApp({ db, config, clock, logger, reader, keys, metrics, shadow });
  return {
    app,
    db,
    keys,
    metrics,
    setNow: (to) => {
      now = to;
    },
    post: async (path, body) =>
      app.request(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    get: async (path) => app.request(path),
    async refresh(bot, user) {
      const { rows } = await db.pool.query('SELECT id FROM conversations WHERE bot_name = $1 AND user_id = $2', [
        bot,
        user,
      ]);
      await advance(db, Number(rows[0]?.id), { annotator: ANNOTATOR, policy: POLICY, clock });
      // The queue lets a minute pass; the reader takes a few seconds as the least.
      await advanceBot(db, bot, POLICY, new Date(now.getTime() + 10_000));
    },
  };
}

/** A message as a bot posts it. */
export function message(id: string, at: Date | string, content: string, role: 'user' | 'bot' = 'user'): EventInput {
  const occurred = typeof at === 'string' ? at : at.toISOString();
  return { event_id: id, kind: 'message', occurred_at: occurred, payload: { role, content } };
}
