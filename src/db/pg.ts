import { Client, Pool, TypeOverrides, types } from 'pg';
import type { PoolClient, PoolConfig, QueryConfig, QueryResult } from 'pg';
import { AppError } from '../domain/errors.ts';
import type { Database, Queryable } from './db.ts';
import { parseRows } from './parse_rows.ts';

/**
 * A process that is frozen in the middle of a transaction loses it after that time, and its locks with it; otherwise
 * everybody who writes to the same conversation, or to the same bot, would wait until it is thawed.
 */
const FROZEN_MS = 10_000;

/** No statement of ours takes near as long; one that does is stuck. Migrations lift it for themselves. */
const STATEMENT_TIMEOUT_MS = 60_000;
/** A server that says nothing for that long, 5 seconds after a statement's time is up, is gone: the connection is given up. */
export const SILENCE_MS = STATEMENT_TIMEOUT_MS + 5_000;
/** How often a connection that listens is asked whether it is still there; it would hear nothing of its own end. */
const HEARTBEAT_MS = 5_000;
/** Nor does anybody of ours open a transaction and forget it, in whatever way it was opened. */
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;

export interface PgOptions {
  connectionString: string;
  /** Most connections, at least 2, besides those that listen: half for transactions, half for single statements. */
  maxConnections: number;
  /** Called with the error of an idle connection; the pool replaces it by itself. */
  onError: (error: Error) => void;
}

/** Opens a pool on a Postgres server. Nothing connects before the first query. */
export function openPg({ connectionString, maxConnections, onError }: PgOptions): Database {
  const overrides = new TypeOverrides();
  // Sequence numbers and counts stay far below 2^53, so they are read as numbers.
  overrides.setTypeParser(types.builtins.INT8, Number);
  const config: PoolConfig = {
    connectionString,
    application_name: 'coldpath',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    types: overrides,
  };
  const openPool = (max: number, options: PoolConfig = {}): Pool => {
    const pool = new Pool({ ...config, ...options, max });
    pool.on('error', onError);
    // A client that is checked out reports a lost connection itself; without a listener that would end the process.
    pool.on('connect', (client) => client.on('error', onError));
    return pool;
  };
  // What writes waits for locks; were it to share connections with reads, reads would wait for it.
  const writers = openPool(Math.floor(maxConnections / 2), {
    pipeline: true,
    idle_in_transaction_session_timeout: FROZEN_MS,
  });
  const pool = openPool(Math.ceil(maxConnections / 2));
  const written = queryable(overAnyOf(writers));

  return {
    kind: 'postgres',
    pool,
    ...queryable(overAnyOf(pool)),
    write: (statement, values) => written.query(statement, values),
    async transaction(work) {
      const client = await writers.connect();
      const send = over(client);
      let broken: Error | undefined;
      try {
        // The first statement goes out with it; it fails only with the connection, and so does the statement then.
        const begun = send({ text: 'BEGIN' }, SILENCE_MS);
        begun.catch(() => undefined);
        const result = await work(queryable(send));
        await begun;
        await send({ text: 'COMMIT' }, SILENCE_MS);
        return result;
      } catch (error) {
        await send({ text: 'ROLLBACK' }, SILENCE_MS).catch((failure: Error) => (broken = failure));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async withLock(key, work) {
      // Not of a pool: the work needs that.
      const client = new Client(config);
      client.on('error', onError);
      await client.connect();
      try {
        await client.query('SELECT pg_advisory_lock($1)', [key]);
        return await work();
      } finally {
        await client.end(); // and with it the lock
      }
    },
    async listen(channel, onNotification, onLost) {
      const client = new Client({ ...config, keepAlive: true });
      client.on('error', onError);
      client.on('notification', (message) => onNotification(message.payload ?? ''));
      const listen = { text: `LISTEN ${client.escapeIdentifier(channel)}`, query_timeout: HEARTBEAT_MS };
      try {
        await client.connect();
        await client.query(listen);
      } catch (error) {
        client.end().catch(onError);
        throw error;
      }
      const heartbeat = setInterval(() => {
        // Doing it again does nothing, but must be answered.
        client.query(listen).catch((error: Error) => {
          onError(error);
          client.end().catch(onError);
        });
      }, HEARTBEAT_MS);
      client.once('end', () => clearInterval(heartbeat));
      // Only now: a connection that was never had is told of once, by the error.
      client.once('end', onLost);
      return async () => {
        client.off('end', onLost);
        await client.end();
      };
    },
    async close() {
      await Promise.all([pool.end(), writers.end()]);
    },
  };
}

/** Sends a statement, and waits for its answer for so many milliseconds, or for as long as it takes. */
type Send = (config: QueryConfig, milliseconds?: number) => Promise<QueryResult>;

function queryable(send: Send): Queryable {
  return {
    async query(statement, values) {
      const { name, text, timeoutMs = SILENCE_MS } = statement;
      const { rows } = await send({ name, text, values: [...values] }, timeoutMs);
      return parseRows(statement, rows);
    },
    async script(sql) {
      // Migrations take as long as they take.
      await send({ text: sql });
    },
  };
}

/** Over any connection of a pool, which is given up when the statement fails. */
function overAnyOf(pool: Pool): Send {
  return async (config, milliseconds) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      return await over(client)(config, milliseconds);
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.release(broken);
    }
  };
}

/**
 * When a statement's time is up its connection is cut off, since the answer to whatever is asked next would come after
 * this one's. The driver could wait for so long itself, and gives promises; but with either, the garbage collector takes
 * all that statements returned for alive until it goes over the whole heap.
 */
function over(client: PoolClient): Send {
  return (config, milliseconds) =>
    new Promise((resolve, reject) => {
      const late = (): void => {
        reject(new AppError('unavailable', `the database did not answer within ${milliseconds} ms`));
        client.connection.stream.destroy();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(late, milliseconds);
      client.query(config, (error: Error | null, result) => {
        clearTimeout(timer);
        if (error === null) resolve(result);
        else reject(error);
      });
    });
}
