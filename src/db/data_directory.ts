import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';

/** A data directory that this process has to itself. */
export interface DataDirectory {
  /** Where the database's files go. */
  path: string;
  release: () => Promise<void>;
}

/**
 * Claims a directory for an embedded database, which two processes at once would destroy. A claim whose process has
 * died is taken over.
 * @throws AppError `conflict` when a living process has it
 */
export async function claimDataDirectory(directory: string): Promise<DataDirectory> {
  await mkdir(directory, { recursive: true });
  const lock = join(directory, 'lock');
  for (;;) {
    try {
      const file = await open(lock, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return { path: join(directory, 'pgdata'), release: () => rm(lock, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
      if (isAlive(holder)) {
        throw new AppError(
          'conflict',
          `process ${holder} has the database in "${directory}" open: stop it, or set COLDPATH_DATA_DIR`,
        );
      }
      await rm(lock, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
