import type { Database } from '../../src/db/db.ts';
import { TABLE_NAMES } from '../../src/domain/table.ts';

/**
 * All rows, states and hourly sums of a database, but for what differs from run to run. Hours before the longest window
 * are left out: they are no longer kept exact. So is guidance, which is made of the row's other columns, and dropped when
 * it is written twice at one moment, as under a clock that stands.
 */
export async function cacheRows(
  db: Database,
  now: Date,
): Promise<{ rows: Record<string, unknown[]>; states: unknown; hours: unknown }> {
  const rows: Record<string, unknown[]> = {};
  for (const table of TABLE_NAMES) {
    const result = await db.pool.query(`SELECT to_jsonb(t) - '{id,guidance}'::text[] AS row FROM ${table} AS t`);
    rows[table] = result.rows.map(({ row }) => JSON.stringify(row)).sort();
  }
  const states = await db.pool.query('SELECT bot_name, user_id, engine, state FROM engine_states');
  const hours = await db.pool.query(
    `SELECT bot_name, metric, extract(epoch FROM hour)::int8 AS hour, sum(n)::float8 AS n, sum(sum)::float8 AS sum,
      sum(sum_squares)::float8 AS squares
    FROM score_hours WHERE hour >= $1 GROUP BY 1, 2, 3 HAVING sum(n) > 0`,
    [new Date(now.getTime() - 720 * 3_600_000)],
  );
  // The keys of a parsed state come in the order of its schema; what they hold is what counts.
  return { rows, states: ordered(states.rows), hours: ordered(hours.rows) };
}

function ordered(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(withSortedKeys(row))).sort();
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withSortedKeys(inner)]));
}
