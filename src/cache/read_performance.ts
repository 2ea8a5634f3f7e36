import * as v from 'valibot';
import type { RefreshPolicy } from '../config.ts';
import type { Database } from '../db/db.ts';
import { readPerformance as readPerformanceStatement } from '../db/queries/read_performance.ts';
import { worstFreshness } from '../domain/insights.ts';
import type { Freshness, Section } from '../domain/insights.ts';
import { WINDOW_HOURS } from '../engines/engine.ts';
import { requestBotRefresh } from '../pipeline/schedule.ts';
import { parseCacheRow, sectionOf } from './cache_row.ts';
import { neutralSection } from './neutral.ts';
import { isPerformanceCurrent, projectPerformance } from './project_anew.ts';

/** How a bot does, one section a window. */
export interface Performance {
  bot_name: string;
  served_at: string;
  freshness: Freshness;
  windows: Record<string, Section>;
}

export interface ReadPerformanceOptions {
  policy: RefreshPolicy;
  now: Date;
  onError: (error: unknown, doing: string) => void;
}

/** The performance rows of a bot by window (`24`, `168`, `720` hours), down the same ladder as insights. Never rejects. */
export async function readPerformance(
  db: Database,
  botName: string,
  options: ReadPerformanceOptions,
): Promise<Performance> {
  const windows = await readWindows(db, botName, options).catch((error: unknown) => {
    options.onError(error, 'read performance');
    return neutralWindows('degraded', options.now);
  });
  return {
    bot_name: botName,
    served_at: options.now.toISOString(),
    freshness: worstFreshness(Object.values(windows).map(({ freshness }) => freshness)),
    windows,
  };
}

async function readWindows(
  db: Database,
  botName: string,
  options: ReadPerformanceOptions,
): Promise<Record<string, Section>> {
  const { now, policy, onError } = options;
  const [stored] = await db.query(readPerformanceStatement, [botName]);
  const windows = neutralWindows('missing', now);
  for (const json of stored?.rows ?? []) {
    const { time_window_hours: hours } = v.parse(v.object({ time_window_hours: v.number() }), json);
    const row = parseCacheRow(json);
    windows[String(hours)] = sectionOf(row, row.expiresAt > now ? 'fresh' : 'stale', now);
  }
  const expired = WINDOW_HOURS.filter((hours) => windows[String(hours)]?.freshness === 'stale');
  if (stored !== undefined && isPerformanceCurrent(stored, policy, now)) {
    for (const hours of expired) {
      const row = await projectPerformance(db, botName, hours, policy, now);
      if (row !== undefined) windows[String(hours)] = sectionOf(row, 'fresh', now);
    }
  }
  if (Object.values(windows).some(({ freshness }) => freshness === 'stale')) {
    requestBotRefresh(db, botName).catch((error: unknown) => onError(error, 'ask for a bot refresh'));
  }
  return windows;
}

function neutralWindows(freshness: Freshness, now: Date): Record<string, Section> {
  return Object.fromEntries(
    WINDOW_HOURS.map((hours) => [String(hours), neutralSection('character_performance', freshness, now)]),
  );
}
