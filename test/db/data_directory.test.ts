import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataDirectory } from '../../src/db/data_directory.ts';

describe('claimDataDirectory()', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'coldpath-data-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('refuses a directory that a living process has', async () => {
    await writeFile(join(directory, 'lock'), String(process.ppid));
    await expect(claimDataDirectory(directory)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`process ${process.ppid} has the database`) as string,
    });
  });

  it('takes over from a process that has died, and can be claimed again after release', async () => {
    await writeFile(join(directory, 'lock'), '4194999');
    const claimed = await claimDataDirectory(directory);
    expect(claimed.path).toBe(join(directory, 'pgdata'));
    await claimed.release();
    await expect(claimDataDirectory(directory)).resolves.toBeDefined();
  });
});
