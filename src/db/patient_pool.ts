import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import { SILENCE_MS } from './pg.ts';

const RETRY_MS = 1_000;

/**
 * The pool as Graphile Worker gets it: the statements with which it lets go of a job, done or failed, are sent until
 * they arrive. It does not wait for them itself, so a connection lost at that moment would be a rejection that nobody
 * handles, which ends the process. Both may be sent twice: one deletes by id, one sees to it that the lock is its own.
 * A server that says nothing is given up, as in all that is ours.
 * @param onRetry told why a statement is sent again
 */
export function patientPool(pool: Pool, onRetry: (error: unknown) => void): Pool {
  const sendAgain = async (config: QueryConfig, cause: unknown): Promise<QueryResult> => {
    for (let error = cause; ;) {
      if (!isLetGo(config) || !canArriveLater(error) || pool.ending) throw error;
      onRetry(error);
      await sleep(RETRY_MS);
      try {
        return await pool.query(config);
      } catch (again) {
        error = again;
      }
    }
  };
  const connect = async (): Promise<Pick<PoolClient, 'query' | 'release'>> => {
    const client = await pool.connect().catch((error: unknown) => new Unconnected(error));
    const isConnected = !(client instanceof Unconnected);
    const query = async (asked: QueryConfig | string, values?: unknown[]): Promise<QueryResult> => {
      const config = { ...(typeof asked === 'string' ? { text: asked } : asked), query_timeout: SILENCE_MS };
      // Without a connection, what was to be sent is known only now.
      if (!isConnected) return sendAgain(config, client.cause);
      return client.query(config, values).catch((error: unknown) => sendAgain(config, error));
    };
    return {
      query: query as PoolClient['query'],
      release: (error) => {
        if (isConnected) client.release(error);
      },
    };
  };
  return new Proxy(pool, {
    get(target, property) {
      if (property === 'connect') {
        return (callback?: Parameters<Pool['connect']>[0]) => (callback ? target.connect(callback) : connect());
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

class Unconnected {
  readonly cause: unknown;
  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** Names of Graphile Worker's prepared statements. */
function isLetGo(config: unknown): boolean {
  const name = typeof config === 'object' && config !== null && 'name' in config ? config.name : undefined;
  return typeof name === 'string' && /^(?:complete|fail)_jobs?(?:_q)?\//u.test(name);
}

/**
 * Whatever is not Postgres's own answer; of those, connection exceptions, transactions that gave way to others, lack of
 * resources, shutdowns and statements that took too long.
 */
function canArriveLater(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return !/^(?!E)[0-9A-Z]{5}$/u.test(code) || /^(?:08|40|53|57)/u.test(code);
}
