import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** Starts to count anew. */
export const resetStatementStatistics = statement(
  'bench_reset_statement_statistics',
  v.unknown(),
  'SELECT pg_stat_statements_reset()',
);
