import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** Statements of this database since the last reset, the most expensive first; without those marked as the benchmark's own. */
export const listStatementStatistics = statement(
  'bench_list_statement_statistics',
  v.object({ query: v.string(), calls: v.number(), total_ms: v.number(), wal_bytes: v.number() }),
  `SELECT regexp_replace(query, '\\s+', ' ', 'g') AS query, calls, total_exec_time + total_plan_time AS total_ms,
  wal_bytes::bigint AS wal_bytes
FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%/* bench */%'
ORDER BY total_ms DESC`,
);
