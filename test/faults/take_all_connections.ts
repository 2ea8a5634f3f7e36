import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Bed } from './bed.ts';

/** SQLSTATE too_many_connections. */
const TOO_MANY = '53300';
const BACKENDS = `FROM pg_stat_activity WHERE application_name = 'coldpath'`;

/**
 * Takes every connection that Postgres has for others than superusers, those that coldpath had as well.
 * @returns what gives them back
 */
export async function takeAllConnections({ url, sql }: Bed): Promise<() => Promise<void>> {
  const taken: Client[] = [];
  const take = async (): Promise<boolean> => {
    const client = new Client({ connectionString: url, application_name: 'greedy' });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === TOO_MANY)) throw error;
      return false;
    }
    taken.push(client);
    return true;
  };
  do {
    while (await take()) await sleep(0);
    await sql(`SELECT pg_terminate_backend(pid) ${BACKENDS}`);
    while (await take()) await sleep(0);
  } while ((await sql(`SELECT pid ${BACKENDS}`)).length > 0);
  return async () => {
    await Promise.all(taken.map((client) => client.end()));
  };
}
