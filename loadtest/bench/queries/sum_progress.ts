import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name. What a bot's conversations add up to: events folded, refreshes, messages analysed. */
export const sumProgress = statement(
  'bench_sum_progress',
  v.object({ folded: v.number(), revisions: v.number(), least: v.number(), most: v.number(), annotations: v.number() }),
  `SELECT sum(folded_seq)::bigint AS folded, sum(revision)::bigint AS revisions, min(revision) AS least,
  max(revision) AS most, (SELECT count(*) FROM annotations WHERE bot_name = $1) AS annotations
FROM conversations WHERE bot_name = $1`,
);
