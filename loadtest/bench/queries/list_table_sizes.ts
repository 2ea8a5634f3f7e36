import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** Bytes on disk of what belongs to conversations, with indexes and what is stored apart; the cache tables together. */
export const listTableSizes = statement(
  'bench_list_table_sizes',
  v.object({ name: v.string(), bytes: v.number() }),
  `SELECT CASE WHEN relname LIKE 'strategic\\_%' THEN 'cache tables' ELSE relname END AS name,
  sum(pg_total_relation_size(oid))::bigint AS bytes
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (relname LIKE 'strategic\\_%'
  OR relname IN ('conversations', 'events', 'annotations', 'engine_states', 'engine_checkpoints', 'score_hours'))
GROUP BY 1 ORDER BY 1`,
);
