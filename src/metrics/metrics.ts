import type { Freshness } from '../domain/insights.ts';
import type { EngineName, SectionName } from '../domain/table.ts';
import type { REFRESH_OUTCOMES, SINKS, TASKS } from './measurements.ts';

export type RefreshTask = (typeof TASKS)[number];
export type RefreshOutcome = (typeof REFRESH_OUTCOMES)[number];
export type Sink = (typeof SINKS)[number];

/** Sections of an answer that have the same label and are equally old. */
export interface ReadGroup {
  readonly names: readonly SectionName[];
  readonly freshness: Freshness;
  /** Epoch milliseconds; null where there is no row. */
  readonly computedAt: number | null;
}

/**
 * What the rest of coldpath tells about its work. Every call counts in memory and returns: nothing here waits, throws
 * or grows without bound, so it may be called on any path.
 */
export interface Metrics {
  /** A read was answered; `now` in epoch milliseconds. */
  read(botName: string, groups: readonly ReadGroup[], now: number, milliseconds: number): void;
  /** A request was answered; `route` is the pattern, not the path. */
  http(route: string, method: string, status: number, milliseconds: number): void;
  refresh(task: RefreshTask, outcome: RefreshOutcome, events: number, milliseconds: number): void;
  /** An engine did its part of a refresh, or threw. */
  engineRun(engine: EngineName, outcome: 'ok' | 'failed', milliseconds: number): void;
  /** A section that was answered from the cache was recomputed; `distance` is 0 (equal) to 1. */
  shadow(section: SectionName, different: boolean, distance: number): void;
  /** Measurements were written to a sink, given up, or could not be written this time. */
  sink(sink: Sink, what: 'written' | 'dropped' | 'failures', points: number): void;
}
