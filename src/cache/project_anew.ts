import type { RefreshPolicy } from '../config.ts';
import type { CacheRow } from '../db/cache_row.ts';
import type { Database } from '../db/db.ts';
import { readBotState } from '../db/queries/read_bot_state.ts';
import { fromBotState } from '../engines/bot_state.ts';
import { characterPerformance } from '../engines/character_performance.ts';
import type { WindowHours } from '../engines/engine.ts';
import { CONVERSATION_ENGINES, projectRows } from '../engines/registry.ts';
import { performanceWithGuidance, withGuidance } from '../guidance/stored_guidance.ts';
import type { StoredGuidance } from '../guidance/stored_guidance.ts';

export interface ProjectOptions {
  policy: RefreshPolicy;
  now: Date;
  /** Told of what went wrong; the answer is given all the same. */
  onError: (error: unknown, doing: string) => void;
}

/**
 * The rows that the engine states of a fully folded conversation give at `now`, by table.
 * @param stored JSON of the states by engine and version; empty for none
 * @returns none when there are no states, or those of another version, or they cannot be projected
 */
export function projectConversation(
  botName: string,
  stored: string,
  { policy, now, onError }: ProjectOptions,
): Map<string, CacheRow> {
  if (stored === '') return new Map();
  const states = JSON.parse(stored) as Readonly<Record<string, unknown>>;
  const stateOf = ({ name, version }: { name: string; version: number }): unknown => states[`${name} ${version}`];
  if (CONVERSATION_ENGINES.some((engine) => stateOf(engine) === undefined)) return new Map();
  try {
    const running = CONVERSATION_ENGINES.map((engine) => engine.resume(stateOf(engine)));
    const rows = withGuidance(projectRows(running, now), botName, now);
    return new Map([...rows].map(([table, { engine_version: _version, ...row }]) => [table, rowAt(now, policy, row)]));
  } catch (error) {
    // A state that somebody changed by hand must not keep the rows from being told as they are.
    onError(error, 'project anew');
    return new Map();
  }
}

/**
 * Whether the bot's stored sums are good enough to project: nothing that they do not know of is older than a row may
 * become before it expires.
 */
export function isPerformanceCurrent(bot: PerformanceAge, policy: RefreshPolicy, now: Date): boolean {
  const { botPerformedAt: performedAt, botStaleSince: staleSince } = bot;
  return performedAt !== null && (staleSince === null || now.getTime() - staleSince < policy.ttlSeconds * 1_000);
}

export interface PerformanceAge {
  /** Epoch milliseconds. */
  botPerformedAt: number | null;
  botStaleSince: number | null;
}

/** The performance row of a bot at `now`; undefined when no state of this version is stored. */
export async function projectPerformance(
  db: Database,
  botName: string,
  window: WindowHours,
  policy: RefreshPolicy,
  now: Date,
): Promise<CacheRow | undefined> {
  const { name, version } = characterPerformance;
  const [stored] = await db.query(readBotState, [botName, name, version]);
  if (stored === undefined) return undefined;
  const row = characterPerformance.project(fromBotState(stored.state), window, now);
  return rowAt(now, policy, performanceWithGuidance(row, botName, now));
}

type GuidedRow = object & { confidence: number; guidance: StoredGuidance };

function rowAt(now: Date, policy: RefreshPolicy, { confidence, guidance, ...data }: GuidedRow): CacheRow {
  const computedAt = now.getTime();
  const expiresAt = computedAt + policy.ttlSeconds * 1_000;
  return { data: JSON.stringify(data), version: 'anew', confidence, computedAt, expiresAt, guidance };
}
