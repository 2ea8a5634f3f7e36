import { Client, Pool, TypeOverrides, types } from 'pg';
import type { ClientBase, PoolConfig } from 'pg';
import type { Database, Queryable } from './db.ts';
import { parseRows } from './parse_rows.ts';

/**
 * A process that is frozen in the middle of a transaction loses it after that time, and its locks with it; otherwise
 * everybody who writes to the same conversation, or to the same bot, would wait until it is thawed.
 */
const BEGIN = `BEGIN; SET LOCAL idle_in_transaction_session_timeout = '10s'`;

/** No statement of ours takes near as long; one that does is stuck. Migrations lift it for themselves. */
const STATEMENT_TIMEOUT_MS = 60_000;

export interface PgOptions {
  connectionString: string;
  /** Most connections of the pool. */
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
    types: overrides,
  };
  const pool = new Pool({ ...config, max: maxConnections });
  pool.on('error', onError);
  // A client that is checked out reports a lost connection itself; without a listener that would end the process.
  pool.on('connect', (client) => client.on('error', onError));

  return {
    kind: 'postgres',
    pool,
    ...queryable(pool),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query(BEGIN);
        const result = await work(queryable(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async withLock(key, work) {
      const client = await pool.connect();
      try {
        await client.query('SELECT pg_advisory_lock($1)', [key]);
        try {
          return await work();
        } finally {
          await client.query('SELECT pg_advisory_unlock($1)', [key]);
        }
      } finally {
        client.release();
      }
    },
    async listen(channel, onNotification, onLost) {
      const client = new Client({ ...config, keepAlive: true });
      client.on('error', onError);
      client.on('notification', (message) => onNotification(message.payload ?? ''));
      try {
        await client.connect();
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      } catch (error) {
        client.end().catch(onError);
        throw error;
      }
      // Only now: a connection that was never had is told of once, by the error.
      client.once('end', onLost);
      return async () => {
        client.off('end', onLost);
        await client.end();
      };
    },
    close: () => pool.end(),
  };
}

function queryable(target: Pool | ClientBase): Queryable {
  return {
    async query(statement, values) {
      const { name, text } = statement;
      const result = await target.query<Record<string, unknown>>({ name, text, values: [...values] });
      return parseRows(statement, result.rows);
    },
    async script(sql) {
      await target.query(sql);
    },
  };
}
