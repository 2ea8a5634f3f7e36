import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../src/domain/errors.ts';

const SCRIPT = fileURLToPath(new URL('../../.ci/postgres', import.meta.url));
const OPTIONS = [
  // Counts statements and times them inside Postgres; part of Debian's packages.
  '-c',
  'shared_preload_libraries=pg_stat_statements',
  // As anybody sets it who runs Postgres for more than a test: by default it works in 128 MB.
  '-c',
  'shared_buffers=1GB',
  '-c',
  'max_wal_size=4GB',
];

/** A Postgres of our own. */
export interface Cluster {
  url: string;
  /** Stops it and deletes its files. Safe to call twice. */
  stop: () => void;
}

/**
 * Starts a Postgres cluster in a temporary directory. It is stopped at the latest when this process ends, however it
 * ends short of SIGKILL; that is why stopping is synchronous.
 */
export function startThrowawayCluster(): Cluster {
  const directory = mkdtempSync(join(tmpdir(), 'coldpath-bench-'));
  let stopped = false;
  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    try {
      execFileSync(SCRIPT, ['stop', directory], { stdio: 'ignore' });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  };
  process.once('exit', stop);
  try {
    return { url: execFileSync(SCRIPT, ['start', directory, ...OPTIONS], { encoding: 'utf8' }).trim(), stop };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    stopped = true;
    throw new AppError(
      'unavailable',
      "no Postgres could be started: install one from Debian's packages, or set DATABASE_URL",
      {
        cause: error,
      },
    );
  }
}
