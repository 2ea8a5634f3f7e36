import { Client } from 'pg';
import type { Database } from '../../src/db/db.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPg } from '../../src/db/pg.ts';
import { startThrowawayCluster } from './throwaway_cluster.ts';

/** A migrated, empty database on a real Postgres. */
export interface BenchDatabase {
  url: string;
  db: Database;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Opens a database of its own, so that nobody's data is touched: in the cluster that `server` names, else in one that
 * is started for it and thrown away.
 */
export async function openBenchDatabase(server: string | undefined): Promise<BenchDatabase> {
  await using failing = new AsyncDisposableStack();
  const cluster = server === undefined ? startThrowawayCluster() : undefined;
  if (cluster !== undefined) failing.defer(cluster.stop);
  const admin = new Client({ connectionString: server ?? cluster?.url });
  await admin.connect();
  failing.defer(() => admin.end());
  const name = `coldpath_bench_${process.pid}`;
  await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)}`);
  failing.defer(async () => {
    await admin.query(`DROP DATABASE ${admin.escapeIdentifier(name)} WITH (FORCE)`);
  });
  const url = new URL(server ?? cluster?.url ?? '');
  url.pathname = `/${name}`;
  const db = openPg({ connectionString: url.href, maxConnections: 4, onError: () => undefined });
  failing.defer(() => db.close());
  await migrate(db);
  const closing = failing.move();
  return { url: url.href, db, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}
