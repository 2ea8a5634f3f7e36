import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import type { QueryResultRow } from 'pg';

const RETRY_MS = 100;
const GIVE_UP_MS = 30_000;

/** The test's own way to the database, which goes down now and then. */
export interface Observer {
  /** Asks again until there is an answer. */
  ask: <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  close: () => Promise<void>;
}

export function openObserver(connectionString: string): Observer {
  const pool = new Pool({ connectionString, application_name: 'crash test', max: 3, connectionTimeoutMillis: 2_000 });
  const ignored = (): void => undefined; // the next query says it again
  pool.on('error', ignored);
  pool.on('connect', (client) => client.on('error', ignored));
  return {
    async ask<Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) {
      const started = performance.now();
      for (;;) {
        try {
          return (await pool.query<Row>(sql, [...values])).rows;
        } catch (error) {
          if (performance.now() - started > GIVE_UP_MS) throw error;
          await sleep(RETRY_MS);
        }
      }
    },
    close: () => pool.end(),
  };
}
