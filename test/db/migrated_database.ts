import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { openPGlite } from '../../src/db/pglite.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** File with the data directory of a migrated, empty PGlite. */
    migratedDatabase: string;
  }
}

/** Migrates one database for all test files, and removes it when they are done. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = join(tmpdir(), `coldpath-${randomUUID()}`);
  const db = await openPGlite(directory);
  await migrate(db);
  await db.close();
  const stored = await PGlite.create({ dataDir: join(directory, 'pgdata') });
  const file = `${directory}.tar`;
  await writeFile(file, Buffer.from(await (await stored.dumpDataDir('none')).arrayBuffer()));
  await stored.close();
  await rm(directory, { recursive: true });
  project.provide('migratedDatabase', file);
  return () => rm(file);
}
