import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** Whether the server was started with pg_stat_statements. */
export const hasStatementStatistics = statement(
  'bench_has_statement_statistics',
  v.object({ loaded: v.boolean() }),
  `SELECT current_setting('shared_preload_libraries') LIKE '%pg_stat_statements%' AS loaded`,
);
