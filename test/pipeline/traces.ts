import type { Database } from '../../src/db/db.ts';

/**
 * The tables in which one of the words is found, in whatever column, and how many rows of them: all tables of ours and
 * of the queue, whatever they are called.
 */
export async function tracesOf(db: Database, words: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_schema IN ('public', 'graphile_worker') AND table_type = 'BASE TABLE'`,
  );
  const found: Record<string, number> = {};
  for (const { name } of rows) {
    const { rows: counted } = await db.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${name} AS t
      WHERE EXISTS (SELECT FROM unnest($1::text[]) AS word WHERE position(word IN to_jsonb(t)::text) > 0)`,
      [words],
    );
    if ((counted[0]?.n ?? 0) > 0) found[name] = counted[0]?.n ?? 0;
  }
  return found;
}
