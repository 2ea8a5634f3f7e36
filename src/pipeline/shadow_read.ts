import * as v from 'valibot';
import type { Database } from '../db/db.ts';
import { addShadowChecks } from '../db/queries/add_shadow_checks.ts';
import { readBotHours } from '../db/queries/read_bot_hours.ts';
import { readConversationStates } from '../db/queries/read_conversation_states.ts';
import type { ShadowRead } from '../domain/shadow.ts';
import { SECTION_TABLES } from '../domain/table.ts';
import type { SectionName } from '../domain/table.ts';
import { withIsoTimestamp } from '../domain/timestamp.ts';
import { characterPerformance } from '../engines/character_performance.ts';
import { WINDOW_HOURS } from '../engines/engine.ts';
import { projectRows } from '../engines/registry.ts';
import { jsonDistance } from '../stats/json_distance.ts';
import { HISTORY_HOURS, HOUR_MS } from './advance_bot.ts';
import { rangeOf } from './fold_range.ts';
import { recompute } from './recompute.ts';
import type { RecomputeOptions } from './recompute.ts';

/** Conversations with more events are left out: a sample must not cost more than what it samples. */
const MAX_EVENTS = 5_000;

/** How far a section that was served is from the true one: 0 to 1. */
export interface ShadowCheck {
  section: SectionName;
  freshness: 'fresh' | 'stale';
  distance: number;
}

/**
 * Recomputes a read from all events that were in the log when it was answered, and records how far the answer was from that.
 * The bot's own section is compared with what its hourly sums give now: there is no older state of them to go back to.
 * @returns one check a section; none when the conversation is gone or too long
 */
export async function shadowRead(db: Database, read: ShadowRead, options: RecomputeOptions): Promise<ShadowCheck[]> {
  const servedAt = new Date(read.served_at);
  const [stored] = await db.query(readConversationStates, [[read.conversation_id]]);
  if (stored === undefined || stored.last_seq - stored.pruned_events > MAX_EVENTS) return [];
  const botName = stored.bot_name;
  const engines = await recompute(db, { ...rangeOf(stored), lastSeq: read.last_seq }, options);
  const rows = new Map<string, object>(projectRows(engines.conversation, servedAt));
  const own = read.sections.find(({ name }) => name === 'character_performance');
  if (own !== undefined)
    rows.set(SECTION_TABLES.character_performance, await projectBot(db, botName, own.data, servedAt));
  const checks = read.sections.map(({ name, freshness, data }) => {
    const truth = JSON.parse(JSON.stringify(rows.get(SECTION_TABLES[name]))) as Record<string, unknown>;
    const { confidence: _confidence, engine_version: _version, ...columns } = truth;
    return { section: name, freshness, distance: jsonDistance(comparable(data), comparable(columns)) };
  });
  await db.query(addShadowChecks, [botName, servedAt, JSON.stringify(checks)]);
  return checks;
}

/** A time is the same however it is written. */
function comparable(columns: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).map(([column, value]) => [column, withIsoTimestamp(value)]));
}

const WindowSchema = v.object({ time_window_hours: v.picklist(WINDOW_HOURS) });

async function projectBot(db: Database, botName: string, served: unknown, now: Date): Promise<object> {
  const { time_window_hours: window } = v.parse(WindowSchema, served);
  const since = new Date(now.getTime() - HISTORY_HOURS * HOUR_MS);
  const hours = await db.query(readBotHours, [botName, since, characterPerformance.version]);
  const sums = hours.map(({ sum_squares: sumSquares, ...hour }) => ({ ...hour, sumSquares }));
  return characterPerformance.project(sums, window, now);
}
