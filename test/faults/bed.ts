import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { QueryResultRow } from 'pg';
import { seedForReads, userName } from '../../loadtest/bench/backlog.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPg } from '../../src/db/pg.ts';
import { startCluster } from '../crash/cluster.ts';
import type { Cluster } from '../crash/cluster.ts';

export const BOT = 'bench';
/** Few, so that they can be used up: two web processes at 12 each, and some to look on. */
const CONNECTIONS = 40;
const USERS = 120;

/** A Postgres server of our own with conversations in it. */
export interface Bed {
  cluster: Cluster;
  /** The database as coldpath uses it: as its owner, who is no superuser. */
  url: string;
  /** The same as a superuser, for whom Postgres keeps some connections back. */
  adminUrl: string;
  /** Users with unexpired rows. Each call gives others. */
  takeUsers: (count: number) => string[];
  /** Runs a statement as the superuser. */
  sql: <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  close: () => Promise<void>;
}

export async function openBed(): Promise<Bed> {
  await using failing = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'coldpath-faults-'));
  failing.defer(() => rm(directory, { recursive: true, force: true }));
  await chmod(directory, 0o755);
  const cluster = await startCluster(directory, ['-c', `max_connections=${CONNECTIONS}`]);
  failing.defer(() => cluster.stop());
  const root = new Pool({ connectionString: cluster.url, max: 1 });
  await root.query('CREATE ROLE app LOGIN');
  await root.query('CREATE DATABASE coldpath OWNER app');
  await root.end();
  const adminUrl = new URL('/coldpath', cluster.url);
  const url = new URL(adminUrl);
  url.username = 'app';
  await seed(url.href);

  const admin = new Pool({ connectionString: adminUrl.href, max: 2 });
  admin.on('error', () => undefined); // the next statement says it again
  failing.defer(() => admin.end());
  const closing = failing.move();
  let taken = 0;
  return {
    cluster,
    url: url.href,
    adminUrl: adminUrl.href,
    takeUsers(count) {
      if (taken + count > USERS) throw new RangeError(`there are ${USERS} users only`);
      return Array.from({ length: count }, () => userName(taken++));
    },
    sql: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      (await admin.query<Row>(text, [...values])).rows,
    close: () => closing.disposeAsync(),
  };
}

async function seed(url: string): Promise<void> {
  const db = openPg({ connectionString: url, maxConnections: 2, onError: () => undefined });
  const context = { progress: { show() {}, stop() {} }, signal: new AbortController().signal };
  try {
    await migrate(db);
    await seedForReads(db, { botName: BOT, users: USERS, past: 20 }, context);
  } finally {
    await db.close();
  }
}
