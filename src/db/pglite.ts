import { setImmediate } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import type { Transaction } from '@electric-sql/pglite';
import { claimDataDirectory } from './data_directory.ts';
import type { Database, Queryable } from './db.ts';
import { parseRows } from './parse_rows.ts';
import { pglitePool } from './pglite_pool.ts';

/** Oid of int8, read as a number as `pg.ts` does. */
const INT8 = 20;

/**
 * Opens Postgres inside this process.
 * @param directory where it is stored; in memory when left out
 * @param contents a data directory to start from, as PGlite dumps it
 * @throws AppError `conflict` when another process has the directory open
 */
export async function openPGlite(directory?: string, contents?: Blob): Promise<Database> {
  const claimed = directory === undefined ? undefined : await claimDataDirectory(directory);
  const db = await PGlite.create({
    ...(claimed !== undefined && { dataDir: claimed.path }),
    ...(contents !== undefined && { loadDataDir: contents }),
    parsers: { [INT8]: Number },
  });

  const lock = oneAtATime();
  return {
    kind: 'pglite',
    pool: pglitePool(db),
    ...queryable(db),
    write: (statement, values) => queryable(db).query(statement, values),
    transaction: (work) => db.transaction((tx) => work(queryable(tx))),
    withLock: (_key, work) => lock(work),
    async listen(channel, onNotification) {
      const stop = await db.listen(channel, onNotification);
      return () => stop();
    },
    async close() {
      await db.close();
      await claimed?.release();
    },
  };
}

/** One process owns the data directory, so waiting within it is enough. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}

function queryable(target: PGlite | Transaction): Queryable {
  return {
    async query(statement, values) {
      // PGlite answers within the turn it was asked in; without a pause, timers and sockets would starve under load.
      await setImmediate();
      const result = await target.query<Record<string, unknown>>(statement.text, [...values]);
      return parseRows(statement, result.rows);
    },
    async script(sql) {
      await target.exec(sql);
    },
  };
}
