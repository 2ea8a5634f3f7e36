import type { Database } from '../db/db.ts';
import type { RunningEngines } from '../engines/registry.ts';
import type { Annotator } from './annotate.ts';
import { annotatePage } from './annotate_page.ts';
import { foldPage, startEngines } from './engines_at_work.ts';
import { planRefold } from './fold_plan.ts';
import type { FoldRange } from './fold_range.ts';

export interface RecomputeOptions {
  annotator: Annotator;
  /** Called after each page and within it. */
  onProgress?: () => void;
  signal?: AbortSignal | undefined;
}

/** Folds a conversation's events up to `range.lastSeq` into new engines, whatever is stored of it. */
export async function recompute(db: Database, range: FoldRange, options: RecomputeOptions): Promise<RunningEngines> {
  const plan = await planRefold(db, range);
  const { engines } = startEngines(plan.start ?? []);
  for await (const page of plan.pages) {
    options.signal?.throwIfAborted();
    await foldPage(engines, (await annotatePage(options.annotator, page, options.onProgress)).events);
    options.onProgress?.();
  }
  return engines;
}
