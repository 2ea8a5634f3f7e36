import { cacheRowOf } from '../db/cache_row.ts';
import type { Database } from '../db/db.ts';
import { readPerformance } from '../db/queries/read_performance.ts';
import { WINDOW_HOURS } from '../engines/engine.ts';
import type { WindowHours } from '../engines/engine.ts';
import { requestBotRefresh } from '../pipeline/schedule.ts';
import type { LoadOptions } from './load_sections.ts';
import { neutralPerformance } from './neutral.ts';
import { isPerformanceCurrent, projectPerformance } from './project_anew.ts';
import { servedRow } from './served_section.ts';
import type { ServedSection } from './served_section.ts';

/** How a bot does, one section a window of so many hours. */
export type Performance = Record<WindowHours, ServedSection>;

/**
 * The performance of a bot by window, down the same ladder as insights.
 * @throws the database's error when it cannot be asked
 */
export async function loadPerformance(
  db: Database,
  botName: string,
  { now, policy, requests }: LoadOptions,
): Promise<Performance> {
  const stored = await db.query(readPerformance, [botName]);
  const windows = neutralPerformance('missing');
  const [bot] = stored;
  const isCurrent =
    bot !== undefined &&
    isPerformanceCurrent({ botPerformedAt: bot.performed_ms, botStaleSince: bot.stale_since_ms }, policy, now);
  for (const hours of WINDOW_HOURS) {
    const columns = stored.find(({ time_window_hours: window }) => window === hours);
    const row = columns === undefined ? null : cacheRowOf(columns);
    if (row === null) continue;
    const isFresh = row.expiresAt > now.getTime();
    const anew = isFresh || !isCurrent ? undefined : await projectPerformance(db, botName, hours, policy, now);
    windows[hours] = servedRow(anew ?? row, isFresh || anew !== undefined ? 'fresh' : 'stale');
  }
  if (Object.values(windows).some(({ freshness }) => freshness === 'stale')) {
    requests.ask(`bot ${botName}`, () => requestBotRefresh(db, botName));
  }
  return windows;
}
