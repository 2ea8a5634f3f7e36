import type { Pool } from 'pg';
import type { GenericSchema } from 'valibot';

/** One static SQL statement, what it is called in logs and as a prepared statement, and what its rows look like. */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  readonly row: GenericSchema<unknown, Row>;
  /** Milliseconds after which the connection is given up, where the usual minute would be too long. */
  readonly timeoutMs?: number;
}

/** Runs statements: the database, or one transaction in it. */
export interface Queryable {
  /**
   * @returns the rows, parsed by the statement's schema
   * @throws the driver's error when Postgres refuses, AppError `internal` when a row is not what the statement promises
   */
  query<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** Runs SQL text of any number of statements, without parameters: migrations. */
  script(sql: string): Promise<void>;
}

/** The port to Postgres. `pg.ts` and `pglite.ts` implement it; `test/db/db.contract.ts` holds both to the same behaviour. */
export interface Database extends Queryable {
  readonly kind: 'postgres' | 'pglite';
  /** What Graphile Worker works through. */
  readonly pool: Pool;
  /** Runs a statement that waits for locks, as a transaction of its own and in one trip; otherwise as `query` does. */
  write<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** Commits when `work` resolves, rolls back and rethrows when it rejects. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Holds a lock that only one process at a time can have while `work` runs; `key` is a 32-bit integer. */
  withLock<T>(key: number, work: () => Promise<T>): Promise<T>;
  /**
   * @param onLost called once when the listening connection is lost and nothing more will be heard
   * @returns a function that stops listening
   */
  listen(channel: string, onNotification: (payload: string) => void, onLost: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Declares a statement. */
export function statement<Row>(
  name: string,
  row: GenericSchema<unknown, Row>,
  text: string,
  options: Pick<Statement<Row>, 'timeoutMs'> = {},
): Statement<Row> {
  return { name, text, row, ...options };
}

/** For what a reader waits for: after that many milliseconds nobody does any more, and the connection is needed. */
export const FOR_READERS = { timeoutMs: 5_000 } as const;
