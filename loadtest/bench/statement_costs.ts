import type { Database } from '../../src/db/db.ts';
import { hasStatementStatistics } from './queries/has_statement_statistics.ts';
import { listStatementStatistics } from './queries/list_statement_statistics.ts';
import { resetStatementStatistics } from './queries/reset_statement_statistics.ts';

/** What one statement cost inside Postgres. */
export interface StatementCost {
  query: string;
  calls: number;
  milliseconds: number;
  walBytes: number;
}

/** Starts to count statements. @returns false when the server does not count (pg_stat_statements is not loaded) */
export async function startCounting(db: Database): Promise<boolean> {
  const [{ loaded } = { loaded: false }] = await db.query(hasStatementStatistics, []);
  if (!loaded) return false;
  await db.script('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await db.query(resetStatementStatistics, []);
  return true;
}

/** What was counted, the most expensive first. */
export async function statementCosts(db: Database): Promise<StatementCost[]> {
  const rows = await db.query(listStatementStatistics, []);
  return rows.map(({ query, calls, total_ms: milliseconds, wal_bytes: walBytes }) => ({
    query,
    calls,
    milliseconds,
    walBytes,
  }));
}
