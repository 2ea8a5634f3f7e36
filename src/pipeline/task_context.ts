import type { RefreshPolicy, Retention } from '../config.ts';
import type { Database } from '../db/db.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Annotator } from './annotate.ts';
import type { CommitGroup } from './commit_group.ts';
import type { ConversationReads } from './conversation_reads.ts';

/** What tasks work with. */
export interface TaskContext {
  db: Database;
  annotator: Annotator;
  policy: RefreshPolicy;
  clock: () => Date;
  /** Seconds without progress after which a job is given up and tried again. */
  hangSeconds: number;
  retention: Retention;
  /** Share of the conversations that every scheduled verification recomputes, 0 to 1; 0 for none. */
  verifyShare: number;
  metrics: Metrics;
  /** Refreshes that this process writes together. */
  group: CommitGroup;
  /** And read together. */
  reads: ConversationReads;
}
