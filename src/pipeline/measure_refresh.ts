import type { Metrics, RefreshOutcome, RefreshTask } from '../metrics/metrics.ts';

/** What a refresh did, as far as it is measured. */
export interface Refreshed {
  outcome: RefreshOutcome;
  /** Events that were folded. */
  events: number;
}

/** Counts a refresh with its time, whichever way it ends. */
export async function measureRefresh(
  metrics: Metrics,
  task: RefreshTask,
  work: () => Promise<Refreshed>,
): Promise<Refreshed> {
  const started = performance.now();
  const tell = ({ outcome, events }: Refreshed): void =>
    metrics.refresh(task, outcome, events, performance.now() - started);
  try {
    const done = await work();
    tell(done);
    return done;
  } catch (error) {
    tell({ outcome: 'failed', events: 0 });
    throw error;
  }
}
