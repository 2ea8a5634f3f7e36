import type { RefreshPolicy } from '../config.ts';
import type { Database } from '../db/db.ts';
import { AppError } from '../domain/errors.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { annotatePage } from './annotate_page.ts';
import type { NewAnnotation } from './annotate_page.ts';
import type { Annotator } from './annotate.ts';
import { dueCheckpoint, KEPT_CHECKPOINTS } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { CommitGroup } from './commit_group.ts';
import type { Commit } from './commit_group.ts';
import { saveAnnotations } from './commit_refreshes.ts';
import { ConversationReads } from './conversation_reads.ts';
import { foldPage, startEngines } from './engines_at_work.ts';
import { EngineMeter } from './engine_meter.ts';
import { planFold } from './fold_plan.ts';
import { positionOf, rangeOf } from './fold_range.ts';
import type { Refreshed } from './measure_refresh.ts';

/** Times a refresh starts over when others keep refreshing the same conversation. */
const MAX_CONFLICTS = 5;
/** Longest history that is folded anew on the spot when an engine's version was raised: well under a second. */
const MAX_INLINE_REFOLD = 5_000;

/** What a refresh did. */
export type Advanced =
  | { status: 'refreshed'; events: number; anew: boolean; foldedSeq: number }
  /** An engine's version was raised and the history is long: to be folded anew when nothing else is to do. */
  | { status: 'postponed' }
  /** The conversation is not there: erased since it was queued. */
  | { status: 'gone' };

/** What a refresh did, in the words of the metrics. */
export function refreshedBy(advanced: Advanced): Refreshed {
  if (advanced.status !== 'refreshed') return { outcome: advanced.status, events: 0 };
  return { outcome: advanced.anew ? 'refolded' : 'refreshed', events: advanced.events };
}

export interface AdvanceOptions {
  annotator: Annotator;
  policy: RefreshPolicy;
  clock: () => Date;
  /** Refreshes that this one is written together with; by default it is written by itself. */
  group?: CommitGroup;
  /** Refreshes that this one reads together with; by default it reads by itself. */
  reads?: ConversationReads;
  /** Told what each engine did. */
  metrics?: Metrics;
  /** Stops between pages; nothing is lost, the next refresh starts where the last commit ended. */
  signal?: AbortSignal | undefined;
  /** Called after each page. */
  onProgress?: () => void;
  /** Fold a history of any length anew where an engine's version was raised; by default a long one is postponed. */
  refold?: boolean;
}

/**
 * Refreshes one conversation: annotates what is new, folds it into the engine states, projects the rows and writes
 * them with the watermark in one transaction. Nothing is locked while it computes; a refresh that finds at commit that
 * another one came first starts over, so that each event is folded once however many race.
 * @throws AppError `conflict` when it lost {@link MAX_CONFLICTS} races in a row
 */
export async function advance(db: Database, conversationId: number, options: AdvanceOptions): Promise<Advanced> {
  const group = options.group ?? new CommitGroup(db);
  for (let attempt = 0; attempt < MAX_CONFLICTS; attempt++) {
    const done = await group.join((commit) => tryAdvance(db, conversationId, options, commit), options.signal);
    if (done !== undefined) return done;
  }
  throw new AppError(
    'conflict',
    `conversation ${conversationId} was refreshed by others ${MAX_CONFLICTS} times meanwhile`,
  );
}

async function tryAdvance(
  db: Database,
  conversationId: number,
  options: AdvanceOptions,
  commit: Commit,
): Promise<Advanced | undefined> {
  const reads = options.reads ?? new ConversationReads(db);
  const stored = await reads.conversation(conversationId);
  if (stored === undefined) return { status: 'gone' };
  const meter = options.metrics === undefined ? undefined : new EngineMeter(options.metrics);
  const before = startEngines(stored.states, meter);
  const usable = stored.folded_seq === 0 || before.current;
  if (!usable && options.refold !== true && stored.last_seq - stored.pruned_events > MAX_INLINE_REFOLD)
    return { status: 'postponed' };
  const plan = await planFold(db, rangeOf(stored), usable, (range) => reads.unfolded(range));
  const { engines } = plan.start === null ? before : startEngines(plan.start, meter);

  let { head } = plan;
  let folded = 0;
  let unsaved: NewAnnotation[] = [];
  const checkpoints: Checkpoint[] = [];
  let lastCheckpoint = plan.start === null ? stored.checkpoint_events : plan.eventsBefore;
  for await (const page of plan.pages) {
    options.signal?.throwIfAborted();
    const annotated = await annotatePage(options.annotator, page, options.onProgress);
    await foldPage(engines, annotated.events);
    folded += page.length;
    const last = page.at(-1);
    if (last !== undefined) head = positionOf(last);
    const checkpoint = dueCheckpoint(engines, head, plan.eventsBefore + folded, lastCheckpoint);
    if (checkpoint !== undefined) {
      checkpoints.push(checkpoint);
      if (checkpoints.length > KEPT_CHECKPOINTS) checkpoints.shift();
      lastCheckpoint = checkpoint.events;
    }
    options.onProgress?.();
    if (folded >= plan.events) unsaved = annotated.added;
    else if (!(await saveAnnotations(db, stored, options.annotator.version, annotated.added))) return undefined;
  }
  const committed = await commit({
    conversation: stored,
    head,
    engines,
    addedBefore: before.added,
    annotations: unsaved,
    analyzerVersion: options.annotator.version,
    checkpoints,
    validCheckpoints: plan.start === null ? null : plan.eventsBefore,
    policy: options.policy,
    now: options.clock(),
  });
  if (!committed) return undefined;
  meter?.report();
  return { status: 'refreshed', events: plan.events, anew: plan.start !== null, foldedSeq: stored.last_seq };
}
