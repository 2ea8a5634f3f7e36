import type { Pool } from 'pg';
import * as v from 'valibot';
import type { Database, Queryable } from '../../../src/db/db.ts';

/**
 * A database port without a database.
 * @param answer gives the rows of a statement, by its name; they are parsed as the real ones are
 */
export function simulatedDatabase(answer: (name: string, values: readonly unknown[]) => unknown[]): Database {
  const refuse = (): never => {
    throw new Error('the simulation answers single statements only');
  };
  const query: Queryable['query'] = ({ name, row }, values) =>
    Promise.resolve(v.parse(v.array(row), answer(name, values)));
  return {
    kind: 'pglite',
    get pool(): Pool {
      return refuse();
    },
    query,
    script: refuse,
    write: refuse,
    transaction: refuse,
    withLock: refuse,
    listen: refuse,
    close: () => Promise.resolve(),
  };
}
